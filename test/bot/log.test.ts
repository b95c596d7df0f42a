import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLog } from '../../bot/log.ts';

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
