/** The script, run by a plain POSIX shell with the AWS CLI as it is, against the local AWS. */
import { spawnSync } from 'node:child_process';
import { command } from '../support/command.ts';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { needs } from '../support/needs.ts';
import { path } from './example.ts';
import { ACCOUNT } from './receiver-endpoint.ts';
import { AGENT, INTEGRATION_ROLE, LEAST_ROLE, makeRoleBefore, NO_ROLES, roleNamed, rolesThere, verdictsOnRole } from './roles.ts';

const SCRIPT = path('examples/cli/integration-role.sh');
const CLARION = ['--principal-arn', AGENT, '--external-id', 'workspace-1'];

describe('examples/cli/integration-role.sh', () => {
  test.each([
    ['without a principal', ['--external-id', 'workspace-1'], 'ARN of an account, role or user'],
    ['with everybody as the principal', ['--principal-arn', '*', '--external-id', 'workspace-1'], 'Got: *'],
    ['without an external ID', ['--principal-arn', AGENT], '2 to 1,224'],
    ['with an external ID of one character', ['--principal-arn', AGENT, '--external-id', 'x'], '2 to 1,224'],
    ['with an external ID that would end a text in JSON', ['--principal-arn', AGENT, '--external-id', 'x","y'], '2 to 1,224'],
    [
      'with a second line, which a reader of lines would not see',
      ['--principal-arn', AGENT, '--external-id', 'ok\n"}'],
      'more than a line',
    ],
    ['with a previous external ID that is none', [...CLARION, '--previous-external-id', '*'], '2 to 1,224'],
    ['with a permission group that there is not', [...CLARION, '--permission-group', 'administrator'], 'no permission group'],
    ['with a role name that is a command', [...CLARION, '--role-name', '$(reboot)'], 'A role name is'],
    ['with an option that there is not', [...CLARION, '--yes'], 'needs a value'],
    ['with a word that is no option', [...CLARION, 'now'], 'no option'],
  ])('asks AWS nothing %s', (_, args, said) => {
    const { status, stderr } = spawnSync('sh', [SCRIPT, ...args], { env: { PATH: '/usr/bin:/bin' }, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(said) });
  });

  test('says how it is used', () => {
    const { status, stdout } = spawnSync('sh', [SCRIPT, '--help'], { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toContain('usage: integration-role.sh --principal-arn ARN --external-id ID');
  });
});

needs(['moto', 'aws-cli'], 'examples/cli/integration-role.sh with the AWS CLI', () => {
  let emulator: Emulator;
  const here = {
    ask: <T>(service: string, operation: string, input = {}) => emulator.ask(service, operation, input, {}) as Promise<T>,
  };
  const run = async (...args: string[]) => (await command('sh', [SCRIPT, ...args], { env: emulator.env })).stdout;

  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterEach(() => emulator.reset());
  afterAll(() => emulator?.stop());

  test('makes the role that the constructs make, and tells its ARN', async () => {
    expect(await run(...CLARION)).toMatch(new RegExp(`${INTEGRATION_ROLE}\\n$`));
    expect(await verdictsOnRole(here)).toEqual(LEAST_ROLE);
    expect(await rolesThere(here)).toEqual({ ...NO_ROLES, roles: ['ClarionIntegrationRole'], policies: 3 });
  }, 60_000);

  test('takes every option', async () => {
    const groups = ['cloudtrail', 'cloudwatch', 'logs-insights', 'athena', 'route53', 'describe', 'alb-auth'];
    await run(
      ...['--principal-arn', AGENT, '--external-id', 'workspace-2', '--role-name', 'Second'],
      ...['--previous-external-id', 'workspace-1', '--previous-external-id', 'workspace,0', '--allow-session-tags'],
      ...groups.flatMap((group) => ['--permission-group', group]),
      ...['--athena-workgroup', 'security'],
    );
    const { role, attached } = await roleNamed(here, 'Second');
    expect(attached).toHaveLength(7);
    expect(JSON.stringify(attached)).toContain(`:${ACCOUNT}:workgroup/security`);
    expect(role.AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        { Condition: { StringEquals: { 'sts:ExternalId': 'workspace-2' } } },
        { Condition: { StringEquals: { 'sts:ExternalId': ['workspace-1', 'workspace,0'] } } },
        { Action: 'sts:TagSession' },
      ],
    });
    expect(await verdictsOnRole(here, 'Second')).toMatchObject({
      'Clarion assumes it with the external ID': true,
      'Clarion assumes it with another external ID': true,
      'Clarion assumes it without one': false,
    });
  }, 120_000);

  test('brings a policy up to date, also where IAM keeps no more versions of it', async () => {
    const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/ClarionIntegrationRole-cloudtrail`;
    const Statement = [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await run(...CLARION, '--permission-group', 'cloudtrail');
    for (let version = 2; version <= 5; version++) await here.ask('iam', 'create-policy-version', { PolicyArn, PolicyDocument });

    await run(...CLARION, '--permission-group', 'cloudtrail');
    expect(await verdictsOnRole(here)).toMatchObject({ 'it looks up events': true, 'it reads metrics': false });
    type Versions = { Versions: { VersionId: string; IsDefaultVersion: boolean }[] };
    const { Versions } = await here.ask<Versions>('iam', 'list-policy-versions', { PolicyArn });
    expect(Versions).toHaveLength(5);
    expect(Versions.find(({ IsDefaultVersion }) => IsDefaultVersion)?.VersionId).toBe('v6');
  }, 120_000);

  test('changes nothing where a policy of the same name is not its own', async () => {
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
    });
    await here.ask('iam', 'create-policy', { PolicyName: 'ClarionIntegrationRole-route53', PolicyDocument });
    await expect(run(...CLARION)).rejects.toThrow('not from here');
    expect(await rolesThere(here)).toEqual({ ...NO_ROLES, policies: 1 });
  }, 60_000);

  test('leaves the trust of a role that is there already, until it is told to write it', async () => {
    await makeRoleBefore(here);
    const before = await roleNamed(here, 'ClarionIntegrationRole');
    expect(await run(...CLARION, '--permission-group', 'route53')).toContain('keeps its trust');
    const after = await roleNamed(here, 'ClarionIntegrationRole');
    expect(after.role).toEqual(before.role);
    expect(after.attached).toHaveLength(before.attached.length + 1);

    const said = await run(...CLARION, '--permission-group', 'cloudtrail', '--update-trust');
    expect(said).toContain(JSON.stringify(before.role.AssumeRolePolicyDocument, undefined, 4));
    expect(await verdictsOnRole(here)).toEqual({ ...LEAST_ROLE, 'it reads metrics': false });
  }, 120_000);
});
