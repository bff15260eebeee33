/** A webhook URL and an external ID that are changed, by whoever deploys: what must hold in between. */
import { subscriptionsOf } from './deployed.ts';
import type { ReceiverEndpoint } from './receiver-endpoint.ts';
import { roleNamed, verdictsOnRole } from './roles.ts';

/** The two deployments of a rotation. */
export interface Rotation {
  /** With the new one, and the one before as previous. */
  both(): Promise<unknown>;
  /** With the new one alone. */
  current(): Promise<unknown>;
}

/** A topic's only webhook URL is changed, and at no time is there none that is confirmed. */
export async function rotatesUrl(endpoint: ReceiverEndpoint, TopicArn: string, urls: readonly [string, string], steps: Rotation) {
  const [previous, current] = urls;
  const before = await subscriptionsOf(endpoint, TopicArn);
  expect(before).toEqual({ [previous]: expect.stringMatching(/^arn:/) });
  const watch = watched(endpoint, TopicArn);

  await steps.both();
  await endpoint.confirmed(TopicArn, 2);
  // No ARN is given twice, so the one that is there after as before was there in between.
  const overlap = await subscriptionsOf(endpoint, TopicArn);
  expect(overlap).toEqual({ ...before, [current]: expect.stringMatching(/^arn:/) });

  await steps.current();
  expect(await subscriptionsOf(endpoint, TopicArn)).toEqual({ [current]: overlap[current] });
  expect(await watch.stop()).toBeGreaterThan(0);
}

/** The fewest confirmed subscriptions that a topic is seen with. */
function watched(endpoint: ReceiverEndpoint, TopicArn: string) {
  let fewest = Infinity;
  let on = true;
  const look = async () => {
    while (on) {
      const found = Object.values(await subscriptionsOf(endpoint, TopicArn)).filter((arn) => arn.startsWith('arn:'));
      fewest = Math.min(fewest, found.length);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return fewest;
  };
  const watching = look();
  // Whoever stops hears of it. Until then it must not end the process.
  watching.catch(() => undefined);
  return {
    stop() {
      on = false;
      return watching;
    },
  };
}

/** The external ID `workspace-1` of a role is changed to `workspace-2`: Clarion gets in with both in between, and then with the new one only. */
export async function rotatesExternalId(asks: Pick<ReceiverEndpoint, 'ask'>, roleName: string, steps: Rotation) {
  const taken = async () => {
    const verdicts = await verdictsOnRole(asks, roleName);
    return {
      before: verdicts['Clarion assumes it with the external ID'],
      now: verdicts['Clarion assumes it with another external ID'],
      none: verdicts['Clarion assumes it without one'],
    };
  };
  const { RoleId } = (await roleNamed(asks, roleName)).role;
  expect(await taken()).toEqual({ before: true, now: false, none: false });
  await steps.both();
  expect(await taken()).toEqual({ before: true, now: true, none: false });
  await steps.current();
  expect(await taken()).toEqual({ before: false, now: true, none: false });
  expect((await roleNamed(asks, roleName)).role['RoleId']).toBe(RoleId);
}
