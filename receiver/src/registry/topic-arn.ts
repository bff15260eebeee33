export { TOPIC_ARN } from '../sns/hosts.ts';
