import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ENVIRONMENT } from '../../receiver/src/config/environment.ts';
import { last, stage } from './dockerfile.ts';
import { repository } from './repository.ts';

interface Service {
  readonly build?: string;
  readonly image: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly deploy?: { readonly replicas: number };
  readonly read_only?: boolean;
}
const text = readFileSync(repository('compose.yaml'), 'utf8');
const { services, networks, volumes } = parse(text) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, object>>;
};
const { receiver, postgres } = services as { receiver: Service; postgres: Service };

describe('compose.yaml', () => {
  test('builds the receiver from the Dockerfile, and names any other image by an exact version', () => {
    expect(existsSync(repository(`${receiver.build}/Dockerfile`))).toBe(true);
    for (const { build, image } of Object.values(services)) if (build === undefined) expect(image).toMatch(/:\d+\.\d+[\w.-]*$/);
  });

  test('starts a receiver when the database is healthy, and knows of both whether they are', () => {
    expect(receiver.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    expect(postgres.healthcheck?.test).toContain('pg_isready');
    expect(last(stage('receiver'), 'HEALTHCHECK')).toBeDefined();
  });

  test('sets variables that there are, and the password as libpq takes it', () => {
    const known: readonly string[] = [...ENVIRONMENT.map(({ variable }) => variable), 'PGPASSWORD'];
    expect(Object.keys(receiver.environment).filter((name) => !known.includes(name))).toEqual([]);
  });

  test('has no secret, and refuses to start without one', () => {
    const secrets = Object.values(services)
      .flatMap(({ environment }) => Object.entries(environment))
      .filter(([name]) => /TOKEN|PASSWORD/.test(name));
    expect(secrets).toHaveLength(4);
    for (const [, value] of secrets) expect(value).toMatch(/^\$\{CLARION_[A-Z_]+:\?.+\}$/);
    expect(postgres.environment['POSTGRES_PASSWORD']).toBe(receiver.environment['PGPASSWORD']);
  });

  test('asks in its own words for all that it needs', () => {
    const needed = [...new Set(text.match(/(?<=\$\{)CLARION_[A-Z_]+(?=:\?)/g))];
    const [command = ''] = /printf.*?> \.env/s.exec(text) ?? [];
    for (const name of needed) expect(command).toContain(`${name.slice('CLARION_'.length)}=`);
  });

  test('meets the database that it makes', () => {
    const { hostname, username, pathname, password } = new URL(receiver.environment['CLARION_DATABASE']!);
    const { POSTGRES_USER, POSTGRES_DB } = postgres.environment;
    expect([services[hostname], username, pathname, password]).toEqual([postgres, POSTGRES_USER, `/${POSTGRES_DB}`, '']);
    expect(postgres.networks.every((name) => receiver.networks.includes(name) && networks[name]?.internal === true)).toBe(true);
  });

  test('keeps the database in a volume, where PostgreSQL 18 keeps it', () => {
    const [volume = '', path] = postgres.volumes![0]!.split(':');
    expect(volumes).toHaveProperty(volume);
    expect(path).toBe('/var/lib/postgresql');
  });

  test('offers each receiver to this machine only, on a port of its own', () => {
    const [, from, to, inside] = /^127\.0\.0\.1:(\d+)-(\d+):(\d+)$/.exec(receiver.ports!.join())!;
    expect(Number(to) - Number(from) + 1).toBe(receiver.deploy?.replicas);
    expect(inside).toBe(last(stage('receiver'), 'EXPOSE')!.text);
    expect(postgres.ports).toBeUndefined();
  });

  test('gives a receiver nothing to write to', () => expect(receiver).toMatchObject({ read_only: true, cap_drop: ['ALL'] }));
});
