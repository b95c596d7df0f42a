// Files are looked through for viruses before they are kept; the other side is a made-up clamd on the wire.
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type ClamdAddress, clamdScan, ScanFailed } from '../../bot/clamd.ts';
import { readConfig } from '../../bot/config.ts';
import { examineClamd } from '../../bot/doctor-clamd.ts';
import { SIZE_MAX_BYTES } from '../../bot/media.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const COMMAND = 'zINSTREAM\0';
const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** Reads a whole stream as clamd does, then says what `answer` makes of its bytes. */
function clamd(answer: (bytes: Buffer) => string, sizeMax = Number.POSITIVE_INFINITY) {
  return listening((socket) => {
    let come: Buffer = Buffer.alloc(0);
    socket.on('data', (part: Buffer) => {
      come = Buffer.concat([come, part]);
      const read = streamIn(come);
      if (come.byteLength > sizeMax) socket.end('INSTREAM size limit exceeded. ERROR\0');
      else if (read) socket.end(`${answer(read)}\0`);
    });
  });
}

async function listening(serve: (socket: Socket) => void, path?: string): Promise<ClamdAddress> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) =>
    path === undefined ? server.listen(0, '127.0.0.1', resolve) : server.listen(path, resolve),
  );
  const address = server.address();
  if (path !== undefined) return { path };
  return { host: '127.0.0.1', port: typeof address === 'object' ? (address?.port ?? 0) : 0 };
}

/** @returns nothing while the end has not come */
function streamIn(come: Buffer): Buffer | undefined {
  if (come.byteLength < COMMAND.length) return undefined;
  expect(come.subarray(0, COMMAND.length).toString()).toBe(COMMAND);
  const chunks: Buffer[] = [];
  for (let at = COMMAND.length; at + 4 <= come.byteLength; ) {
    const length = come.readUInt32BE(at);
    if (length === 0) return Buffer.concat(chunks);
    if (at + 4 + length > come.byteLength) return undefined;
    chunks.push(come.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}

describe('clamd', () => {
  test.each([1, 65_535, 65_536, 65_537, 3_000_000])('is shown all %d bytes, in their order', async (size) => {
    const bytes = Buffer.from(Array.from({ length: 251 }, (_, index) => index)).toString('latin1');
    const file = Buffer.from(bytes.repeat(Math.ceil(size / 251)).slice(0, size), 'latin1');
    let seen: Buffer = Buffer.alloc(0);
    const address = await clamd((come) => {
      seen = come;
      return 'stream: OK';
    });
    expect(await clamdScan(address)(file)).toBe('clean');
    expect(seen.equals(file)).toBe(true);
  });

  test('says of a file that it is infected', async () => {
    const address = await clamd(() => 'stream: Win.Test.EICAR_HDB-1 FOUND');
    expect(await clamdScan(address)(Buffer.from('x'))).toBe('infected');
  });

  test.skipIf(process.platform === 'win32')('is reached by its socket', async () => {
    const path = join(scratchFolder(), 'clamd.ctl');
    const address = await listening((socket) => socket.on('data', () => socket.end('stream: OK\0')), path);
    expect(await clamdScan(address)(Buffer.from('x'))).toBe('clean');
  });

  test.each<[string, () => Promise<ClamdAddress>, RegExp]>([
    ['that is not there', async () => ({ host: '127.0.0.1', port: 1 }), /can't be reached/],
    ['that hangs up', () => listening((socket) => void socket.destroy()), /can't be reached|without an answer/],
    ['that never answers', () => listening(() => undefined), /in time/],
    ['that finds the file too large', () => clamd(() => 'stream: OK', 100_000), /StreamMaxLength/],
    ['that has lost its signatures', () => clamd(() => 'stream: Can not load database ERROR'), /ERROR/],
    ['that says something else', () => clamd(() => 'stream: OK FOUND-NOT'), /answers/],
    [
      'that breaks off its answer',
      () => listening((socket) => void socket.end('stream: OK')),
      /without an answer|reached/,
    ],
    ['that is no clamd', () => listening((socket) => void socket.write('x'.repeat(9_000))), /no clamd/],
  ])('%s leaves the file unscanned, never clean', async (_name, open, why) => {
    const scan = clamdScan(await open(), 300);
    const error = await scan(Buffer.alloc(2_000_000)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ScanFailed);
    expect(String(error)).toMatch(why);
  });

  test('is found by the doctor, or not', async () => {
    expect(await examineClamd({})).toEqual([]);
    let missing = COMMAND.length + 4 + (SIZE_MAX_BYTES / 65_536) * 65_540;
    const well = await listening((socket) =>
      socket.on('data', (part: Buffer) => {
        missing -= part.byteLength;
        if (missing === 0) socket.end('stream: OK\0');
      }),
    );
    expect(await examineClamd({ clamd: well })).toMatchObject([{ grade: 'ok' }]);
    const small = await clamd(() => 'stream: OK', 1_000_000);
    expect(await examineClamd({ clamd: small })).toMatchObject([
      { grade: 'bad', seen: expect.stringContaining('StreamMaxLength') },
    ]);
  });
});

test.each([
  ['127.0.0.1:3310', { host: '127.0.0.1', port: 3310 }],
  ['clamd.internal:3310', { host: 'clamd.internal', port: 3310 }],
  ['[::1]:3310', { host: '::1', port: 3310 }],
  ['/run/clamav/clamd.ctl', { path: '/run/clamav/clamd.ctl' }],
])('CLAMD=%s is taken', (value, address) => {
  expect(readConfig({ CLAMD: value }).clamd).toEqual(address);
});

test.each(['clamd', '127.0.0.1', '127.0.0.1:0', '127.0.0.1:99999', 'tcp://127.0.0.1:3310', 'run/clamd.ctl'])(
  'CLAMD=%s is refused with its remedy',
  (value) => {
    expect(() => readConfig({ CLAMD: value })).toThrow('CLAMD=127.0.0.1:3310');
  },
);
