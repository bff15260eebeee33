/** The receiver's own identity: who assumes the roles. */
export const RECEIVER = 'arn:aws:iam::999988887777:role/ClarionReceiverRole';
/** What a process needs to be that. */
export const RECEIVER_ENV = {
  AWS_ACCESS_KEY_ID: 'AKIARECEIVER',
  AWS_SECRET_ACCESS_KEY: 'secret-of-the-receiver',
  AWS_REGION: 'us-east-1',
};
