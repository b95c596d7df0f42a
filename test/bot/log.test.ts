import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { errorWords } from '../../bot/delivery-errors.ts';
import { errorText } from '../../bot/error-text.ts';
import { createLog } from '../../bot/log.ts';
import { withMaskedTexts } from '../../bot/masked-texts.ts';
import { maskedReport, maskedTexts } from '../../domain/masked-texts.ts';
import type { Report } from '../../domain/reporting/report-types.ts';
import { PlatformError } from '../../platforms/types.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): unknown[] {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  write(createLog('info', sink));
  return lines.map((line): unknown => JSON.parse(line));
}

test('a line has its level in words and the ids of its child', () => {
  const [line] = logged((log) => log.child({ updateId: 'u1', ticketId: 't1' }).info({ code: 'x' }, 'it happened'));
  expect(line).toMatchObject({ level: 'info', updateId: 'u1', ticketId: 't1', code: 'x', msg: 'it happened' });
});

test('what people wrote, their names and secrets are hidden, also one level down', () => {
  const [line] = logged((log) => log.info({ text: '证书', update: { text: '证书', form: { cause: '证书' } } }, 'x'));
  expect(JSON.stringify(line)).not.toContain('证书');
});

test('a telephone number in a message, a field or a stack is masked, and figures stay figures', () => {
  const err = new Error('refused: {"say":"\\n13800138000"}');
  const [line] = logged((log) =>
    log.warn({ err, why: '打 13800138000', size: 13_800_138_000 }, 'of wang.fang@example.org'),
  );
  expect(line).toMatchObject({ why: '打 ***********', size: 13_800_138_000, msg: 'of ****.****@example.org' });
  expect(JSON.stringify(line).replace('13800138000', '')).not.toContain('13800138000');
});

test('an error is told with its code, its stack and its cause, without the fields that a driver puts there', () => {
  const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', parameters: ['证书过期'] });
  const [line] = logged((log) => log.error({ err: new Error('the store failed', { cause }) }, 'x'));
  expect(line).toMatchObject({
    err: {
      message: 'the store failed',
      stack: expect.any(String),
      cause: { code: 'ECONNREFUSED', message: 'refused' },
    },
  });
  expect(JSON.stringify(line)).not.toContain('证书');
});

const SAID = '请回电 13800138000';
const SHOWN = '请回电 ***********';

test('what managers write into a report is masked, part by part, and nothing else is touched', () => {
  // Only its words are looked at.
  const report = { words: { summary: SAID, risks: SAID }, names: { contract: SAID } } as unknown as Report;
  expect(maskedReport(report)).toEqual({ words: { summary: SHOWN, risks: SHOWN }, names: { contract: SAID } });
});

test('whoever prints from a store gets masked words, unless he asks for what was written', async () => {
  const store = { texts: async () => new Map([['a', SAID]]), place: 'here' };
  expect(await withMaskedTexts(store, {}).texts()).toEqual(maskedTexts(new Map([['a', SAID]])));
  expect(await withMaskedTexts(store, {}).texts()).toEqual(new Map([['a', SHOWN]]));
  expect(withMaskedTexts(store, {}).place).toBe('here');
  expect(await withMaskedTexts(store, { unmasked: true }).texts()).toEqual(new Map([['a', SAID]]));
});

test('the error of a dead letter quotes no number, also where it is cut', () => {
  const said = `${'x'.repeat(480)} 13800138000`;
  expect(errorText(new Error(SAID))).toContain(SHOWN);
  expect(errorText(`${'x'.repeat(1_990)} 13800138000`)).not.toContain('138');
  expect(errorWords(new PlatformError(said, { code: 'forbidden', retryable: false }))).not.toContain('138');
});
