import { createAuthority, type SnsAuthority } from '../../../test/support/sns-authority.ts';
import { notificationFields, toBody, TOPIC_ARN } from '../../../test/support/sns-messages.ts';
import { parseEnvelope } from './envelope.ts';
import { Verifier } from './verifier.ts';

const HOST = 'sns.us-east-1.amazonaws.com';
const FILE = 'SimpleNotificationService-7506a1e35b36ef5a444dd1a8e7cc3ed8.pem';
let authority: SnsAuthority;
beforeAll(async () => {
  authority = await createAuthority();
});

/** Verifies a well-signed message with this certificate URL, and gives what was fetched. */
async function outcome(SigningCertURL: string): Promise<{ readonly code: string; readonly fetched: readonly string[] }> {
  const fetched: string[] = [];
  const fetchCertificate = async (url: string) => {
    fetched.push(url);
    return authority.pem;
  };
  const body = toBody({ ...authority.seal(notificationFields()), SigningCertURL });
  const verified = (async () =>
    new Verifier({ fetchCertificate }).verify(parseEnvelope(body), { arn: TOPIC_ARN, minimumSignatureVersion: 2 }))();
  const code = await verified.then(
    () => 'accepted',
    (error) => `${error.status} ${error.code}`,
  );
  return { code, fetched };
}
const refused = { code: '403 certificate-url-refused', fetched: [] };

describe('the certificate URL', () => {
  test('is taken in SNS’s own form, in the topic’s Region', async () => {
    expect(await outcome(`https://${HOST}/${FILE}`)).toEqual({ code: 'accepted', fetched: [`https://${HOST}/${FILE}`] });
  });

  test.each([
    `https://evil.com/${FILE}`,
    `https://${HOST}.evil.com/${FILE}`,
    `https://${HOST}@evil.com/${FILE}`,
    `https://evil.com\\@${HOST}/${FILE}`,
    `https://evil.com/https://${HOST}/${FILE}`,
    `https://evil.com#${HOST}/${FILE}`,
  ])('row 9: is not fetched from an attacker’s host: %s', async (url) => {
    expect(await outcome(url)).toEqual(refused);
  });

  test.each(['s3-us-west-2', 's3', 's3-accelerate', 's3-website-us-east-1', 'ec2', 'execute-api'])(
    'row 10: is not fetched from sns.%s, which may be anyone’s',
    async (label) => {
      expect(await outcome(`https://sns.${label}.amazonaws.com/${FILE}`)).toEqual(refused);
    },
  );

  test.each(['sns.eu-west-1.amazonaws.com', 'sns.us-east-1.amazonaws.com.cn', 'sns.us-east-1.amazonaws.eu', 'sns.amazonaws.com'])(
    'row 11: is not fetched from %s for a topic in us-east-1',
    async (host) => {
      expect(await outcome(`https://${host}/${FILE}`)).toEqual(refused);
    },
  );

  test.each([
    `http://${HOST}/${FILE}`,
    `https://${HOST}:8443/${FILE}`,
    `https://${HOST}:443/${FILE}`,
    `https://user@${HOST}/${FILE}`,
    `https://${HOST}/${FILE}?x=.pem`,
    `https://${HOST}/?x=${FILE}`,
    `https://${HOST}/${FILE}#f`,
    `https://${HOST}/certs/../${FILE}`,
    `https://${HOST}//${FILE}`,
    `https://${HOST}./${FILE}`,
    `https://${HOST.toUpperCase()}/${FILE}`,
    `HTTPS://${HOST}/${FILE}`,
    `https:\\\\${HOST}\\${FILE}`,
    `https://${HOST}/${FILE.toUpperCase()}`,
    `https://${HOST}/${FILE} `,
    ` https://${HOST}/${FILE}`,
    `https://${HOST}/${FILE.replace('.pem', '.der')}`,
    `https://${HOST}/${FILE.replace('7506', '750')}`,
    `https://${HOST}/${FILE.replace('7506', '7506a')}`,
    `https://${HOST}/${FILE.replace('7506', '750g')}`,
    `https://${HOST}/${FILE.replace('7506', '750A')}`,
    '.pem',
    'x',
  ])('row 12: is not fetched in any other form: %j', async (url) => {
    expect(await outcome(url)).toEqual(refused);
  });

  test('row 12: is not fetched with a line break after it', async () => {
    expect(await outcome(`https://${HOST}/${FILE}\n`)).toEqual({ code: '403 malformed-field', fetched: [] });
  });
});
