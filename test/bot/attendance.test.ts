// 签到 counts when it was said, however late the bot gets to it.
import { expect, test } from 'vitest';
import { personId, SECOND } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { botOn, CONTRACT, NINE, saying, setStand } from './stand.ts';

describeEngines((open) => {
  test('who signs in at nine is not late because he was heard later', async () => {
    const stand = await setStand(await open());
    const li = { personId: personId('li'), roles: ['engineer'], posts: ['on_site'] } as const;
    await stand.store.saveMember(CONTRACT, li);
    const bot = botOn(stand);
    await bot.start();
    await stand.platform.receiver!.receive(saying('签到', { from: 'li' }));
    stand.clock.jumpTo(NINE + 10 * SECOND);
    await bot.settle();
    expect(await stand.store.attendanceOf(CONTRACT, '2026-03-03')).toMatchObject([{ signedInAt: NINE }]);
    expect(await stand.store.entries(CONTRACT, ['attendance_signed_in'], NINE, NINE + 1)).toHaveLength(1);
    const said = stand.platform.delivered.map(({ content }) => content.lines.flat().join(''));
    expect(said.join()).toContain('09:00');
    expect(said.join()).not.toContain('迟到');
    await stand.close();
  });
});
