import { afterEach, expect, test } from 'vitest';
import { memoryMedia } from '../../bot/media-folder.ts';
import { type OpenPapers, openPapers, PAPER_LIMIT_MS } from '../../bot/papers.ts';
import { plainPapers } from '../../bot/plain-papers.ts';
import { FIRING_LIMIT_MS } from '../../bot/timers.ts';
import { HANDLING_LIMIT_MS } from '../../bot/update-runs.ts';
import type { PaperOrder } from '../../handlers/papers.ts';
import { report } from '../reports/report-fixture.ts';

let papers: OpenPapers | undefined;
afterEach(() => papers?.close());

const order = (format: 'picture' | 'docx' | 'xlsx', name = '周报'): PaperOrder => ({
  paper: 'report',
  format,
  language: 'zh',
  name,
  report,
});
/** Fails in the thread: no such names. */
const broken: PaperOrder = { ...order('docx'), report: { ...report, names: JSON.parse('null') } } as PaperOrder;

test('a paper is kept under the hash of its bytes, with the ending and the type of its format', async () => {
  const media = memoryMedia();
  papers = openPapers(media);
  const kept = await papers.make(order('picture', '周报 2026/03'));
  const bytes = await media.read(kept.hash);
  expect(kept).toMatchObject({ name: '周报 2026 03.png', mediaType: 'image/png', size: bytes?.byteLength });
  expect([...(bytes ?? []).slice(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
});

test('a paper that fails says why, and the next one is made', async () => {
  papers = openPapers(memoryMedia());
  const failed = papers.make(broken);
  const next = papers.make(order('xlsx'));
  await expect(failed).rejects.toMatchObject({ code: 'paper_failed' });
  expect((await next).size).toBeGreaterThan(1_000);
});

test('a thread that hangs is given up, and one that dies as well; the next paper has another thread', async () => {
  const hanging = new URL('data:text/javascript,setInterval(() => undefined, 1000)');
  papers = openPapers(memoryMedia(), { limitMs: 300, script: hanging });
  await expect(papers.make(order('docx'))).rejects.toThrow('longer than 300 ms');
  await papers.close();
  const dying = new URL(
    'data:text/javascript,import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(1))',
  );
  papers = openPapers(memoryMedia(), { script: dying });
  await expect(papers.make(order('docx'))).rejects.toThrow('its thread ended');
  await expect(papers.make(order('docx'))).rejects.toThrow('its thread ended');
});

test('nothing waits for a paper: the event loop goes on while one is drawn', async () => {
  papers = openPapers(memoryMedia());
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 5);
  await papers.make(order('docx'));
  clearInterval(timer);
  expect(turns).toBeGreaterThan(5);
});

test('a paper that hangs fails before the wake-up or the update that waits for it does', () => {
  expect(PAPER_LIMIT_MS).toBeLessThan(Math.min(FIRING_LIMIT_MS, HANDLING_LIMIT_MS));
});

test('after the end no paper is made', async () => {
  papers = openPapers(memoryMedia());
  await papers.close();
  await expect(papers.make(order('docx'))).rejects.toMatchObject({ code: 'paper_failed' });
});

test('a plain paper holds what it would be made of, the same bytes for the same order', async () => {
  const media = memoryMedia();
  const [one, other] = [await plainPapers(media).make(order('docx')), await plainPapers(media).make(order('docx'))];
  expect(one).toEqual(other);
  expect(one.name).toBe('周报.docx');
  expect(JSON.parse(new TextDecoder().decode(await media.read(one.hash)))).toMatchObject({
    format: 'docx',
    name: '周报',
  });
});
