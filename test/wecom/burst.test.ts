import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE } from '../../domain/types.ts';
import { OPS } from '../fakes/fault-stage.ts';
import { describeEngines } from '../support/engines.ts';
import { openWecomStage, type WecomStage } from './fault-stage.ts';

describeEngines((open, engine) => {
  // On the database's server fewer show the same, and take less of a run.
  const [callbacks, reports] = engine === 'libsql' ? [10_000, 200] : [2_000, 60];
  let play: WecomStage;
  beforeEach(async () => {
    play = await openWecomStage(await open());
  });
  afterEach(() => play.close());

  test(`${callbacks} callbacks in a burst: each report is one ticket, in order, and each repeat is none`, async () => {
    const { people } = play.fake;
    const room = { kind: 'group', chatId: OPS } as const;
    const ids: (string | undefined)[] = [];
    for (let place = 1; place <= reports; place += 1) {
      await people.say({ room, from: 'wang', text: `@值班铃 登记 双公示系统第${place}个页面打不开了，报错${place}` });
      ids.push(people.lastMsgid);
    }
    // WeCom repeats what it believes unheard, mixed up and all at once.
    const repeats = Array.from({ length: callbacks - reports }, (_, place) => people.again(ids[(place * 7) % reports]));
    await Promise.all(repeats);
    await play.heard(callbacks);
    await play.stage.settle();
    const tickets = await play.tickets();
    expect(tickets.map(({ summary }) => summary.match(/第(\d+)个/)?.[1])).toEqual(
      Array.from({ length: reports }, (_, place) => String(place + 1)),
    );
    await play.pass(10 * MINUTE);
    const said = play.words().join('\n');
    expect(tickets.filter(({ ticket }) => !said.includes(ticket.number))).toEqual([]);
    expect(play.fake.bot.quota.mostPerMinute('group ops')).toBeLessThanOrEqual(30);
    expect(await play.verdicts()).toEqual(['ok']);
  }, 120_000);
});
