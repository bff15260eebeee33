import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BodyBuffer } from './body-buffer.ts';
import { MAX_BODY_BYTES, readNodeBody, readWebBody } from './body.ts';

const PIECES = 300_000;
const ROOM = 4 * 1024 * 1024;

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;
/** What is still held once everything that can go is gone. */
function held(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('a body of single bytes costs no more memory than its bytes', () => {
  test('from a Node stream', async () => {
    const stream = new Readable({ read: () => undefined });
    const body = readNodeBody(stream);
    const before = held();
    for (let i = 0; i < PIECES; i += 1) stream.emit('data', Buffer.alloc(1, 'x'));
    expect(held() - before).toBeLessThan(ROOM);
    stream.emit('end');
    expect((await body).length).toBe(PIECES);
  });

  test('from a web stream', async () => {
    const before = held();
    let sent = 0;
    let grown = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        if (sent <= PIECES) return controller.enqueue(new Uint8Array(1));
        grown = held() - before;
        return controller.close();
      },
    });
    expect((await readWebBody(stream)).length).toBe(PIECES);
    expect(grown).toBeLessThan(ROOM);
  });
});

test('a web stream that stops in the middle is given up with 503', async () => {
  const stream = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(1)) });
  await expect(readWebBody(stream, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'body-timeout', status: 503 });
});

describe('the memory of a body', () => {
  test('is as large as the sender announced, and grows by doubling when he announced nothing or too little', () => {
    expect(new BodyBuffer(MAX_BODY_BYTES, 5_000).capacity).toBe(5_000);
    for (const announced of [undefined, 0, 100]) {
      const body = new BodyBuffer(MAX_BODY_BYTES, announced);
      let sizes = 0;
      for (let i = 0, last = body.capacity; i < 1_024; i += 1) {
        body.add(new Uint8Array(1_024));
        if (body.capacity !== last) sizes += 1;
        last = body.capacity;
      }
      expect(sizes).toBeLessThan(9);
      expect(body.capacity).toBeLessThanOrEqual(2 * 1024 * 1024);
    }
  });

  test('never passes the limit, and a body may fill it to the last byte', () => {
    const body = new BodyBuffer(40_000, 10 ** 9);
    expect(body.capacity).toBe(40_000);
    expect(body.add(new Uint8Array(40_000))).toBe(true);
    expect(body.add(new Uint8Array(1))).toBe(false);
    expect(body.bytes()).toHaveLength(40_000);
  });

  test('keeps the pieces in order', () => {
    const body = new BodyBuffer(MAX_BODY_BYTES);
    const text = 'a text that comes piecemeal '.repeat(2_000);
    for (let i = 0; i < text.length; i += 777) body.add(Buffer.from(text.slice(i, i + 777)));
    expect(Buffer.from(body.bytes()).toString()).toBe(text);
  });
});
