import { beforeEach, expect, test } from 'vitest';
import { HOUR } from '../../domain/types.ts';
import { forGood, PlatformError, type WireFile } from '../../platforms/types.ts';
import { createUploads, mediaForm, type Uploads, unseen } from '../../platforms/uploads.ts';

const file: WireFile = { kind: 'document', name: '周报.docx', mediaType: 'application/zip', bytes: Buffer.from('a') };
const other: WireFile = { ...file, bytes: Buffer.from('b') };

let now: number;
let uploads: Uploads;
let done: string[];

beforeEach(() => {
  [now, done] = [0, []];
  const isGone = ({ code }: PlatformError) => code === 'gone';
  uploads = createUploads({ clock: { now: () => now }, heldMs: HOUR, isGone });
});

const send = (
  sent: WireFile,
  door = 'bot',
  failing: (mediaId: string) => PlatformError | undefined = () => undefined,
) =>
  uploads.send(door, sent, {
    async upload() {
      done.push('upload');
      return `m${done.length}`;
    },
    async send(mediaId) {
      done.push(mediaId);
      const error = failing(mediaId);
      if (error) throw error;
    },
  });

test('a file that was handed over is sent again without it, until it is held no longer', async () => {
  await send(file);
  now = HOUR - 1;
  await send(file);
  now = HOUR;
  await send(file);
  expect(done).toEqual(['upload', 'm1', 'm1', 'upload', 'm4']);
});

test('other bytes, another name and another door are another file', async () => {
  await send(file);
  await send(other);
  await send({ ...file, name: '月报.docx' });
  await send(file, 'webhook');
  expect(done.filter((step) => step === 'upload')).toHaveLength(4);
});

test('a file whose message failed is not handed over again', async () => {
  const busy = new PlatformError('busy', { code: 'busy', retryable: true });
  await expect(send(file, 'bot', () => busy)).rejects.toBe(busy);
  await send(file);
  expect(done).toEqual(['upload', 'm1', 'm1']);
});

test('a file that the platform has lost is handed over once more, and only once', async () => {
  await send(file);
  const gone = forGood('gone', 'no such file');
  await send(file, 'bot', (mediaId) => (mediaId === 'm1' ? gone : undefined));
  expect(done).toEqual(['upload', 'm1', 'm1', 'upload', 'm4']);
  await expect(send(other, 'bot', () => gone)).rejects.toBe(gone);
  expect(done.filter((step) => step === 'upload')).toHaveLength(3);
});

test('an upload that may have worked shows nobody anything', () => {
  const unsure = new PlatformError('x', { code: 'timed_out', retryable: true, isUnsure: true, retryAfterMs: 7 });
  const error = unseen(unsure);
  expect([error.code, error.retryable, error.retryAfterMs, error.isUnsure]).toEqual(['timed_out', true, 7, undefined]);
});

test('a form holds the file under the name that people see', async () => {
  const media = mediaForm(file).get('media');
  expect(media instanceof File && [media.name, media.type, await media.text()]).toEqual([
    file.name,
    file.mediaType,
    'a',
  ]);
});
