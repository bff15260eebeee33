import { deliveryOf } from '../../../test/support/store-contract.ts';
import { createReceiver } from '../index.ts';
import { openStore } from '../open-store.ts';

async function receiverWith(...rawTexts: readonly string[]) {
  const store = openStore(':memory:');
  for (const [index, rawText] of rawTexts.entries()) {
    const delivery = deliveryOf(`e${index}`);
    await store.save({ ...delivery, signals: delivery.signals!.map(({ signal }) => ({ signal, rawText })) });
  }
  return createReceiver({ store });
}

test('in code as many signals come as were asked for, over however many pages', async () => {
  const receiver = await receiverWith(...Array.from({ length: 5 }, () => `{"x":"${'x'.repeat(2 ** 21)}"}`));
  expect((await receiver.signals()).map(({ eventId }) => eventId)).toEqual(['e4', 'e3', 'e2', 'e1', 'e0']);
  expect(await receiver.signals({ limit: 4 })).toHaveLength(4);
  await receiver.close();
});

test('in code a record is there as it was written too, with the numbers that JSON.parse rounds', async () => {
  const receiver = await receiverWith('{"n": 9007199254740993}');
  const [found] = await receiver.signalsWithText();
  expect(found).toMatchObject({ rawText: '{"n": 9007199254740993}', signal: { raw: { n: 9007199254740992 } } });
  expect(await receiver.signals()).toEqual([found?.signal]);
  await receiver.close();
});
