import { contractId } from '../../domain/types.ts';
import { noticeOf } from '../../platforms/alerts/reading.ts';
import { fail, mark, type Play } from './play-state.ts';
import type { AlertAct } from './scenario.ts';

/** Monitoring reports: each instance in a request of its own, on their way to the bot when this resolves, and not handled yet. */
export async function report(play: Play, { alert, count }: AlertAct, line: number): Promise<void> {
  const { contract, labels, name, source, state, summary } = alert;
  const times = count === 1 ? '' : ` ×${count}`;
  mark(play, { text: `\u25b8 ${source} ${name} ${state}${times}` });
  const named = contractId(contract ?? play.cast.contracts[0] ?? '');
  const now = play.now();
  for (let place = 1; place <= count; place += 1) {
    const own = count === 1 ? labels : { ...labels, instance: String(place) };
    const fingerprint = JSON.stringify([name, own]);
    const given = { source, fingerprint, state, name, summary, labels: own, startedAt: now } as const;
    const key = `play:${now}:${fingerprint}:${state}`;
    const isHeard = await play.stage.alert({ contractId: named, notices: [noticeOf(given, now)], key });
    if (!isHeard) return fail(play, line, { what: 'alert', expected: 'a bot that takes it', actual: 'it is down' });
  }
}
