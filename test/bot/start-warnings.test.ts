import { expect, test } from 'vitest';
import { warnOfTime } from '../../bot/start-warnings.ts';
import { loadContracts } from '../../contracts/load.ts';
import { parseCivil } from '../../domain/civil.ts';
import { chatId, contractId } from '../../domain/types.ts';

const contracts = (await loadContracts('contracts')).map(({ contract }) => contract);
/** Long after the end of each. */
const LATE = parseCivil('2040-01-02', '09:00');

test('at the start packs without a group are put into one line, and those that are used speak for themselves', async () => {
  const lines: { code: string; contracts?: readonly string[]; contractId?: string }[] = [];
  const warned = async (platform: string) => {
    lines.length = 0;
    await warnOfTime(contracts, {
      store: {
        chatsOf: async (contract) =>
          contract === 'guangzhou-credit'
            ? [{ id: chatId('wecom', 'wrOPS'), platform: 'wecom', externalId: 'wrOPS', kind: 'group', title: '' }]
            : [],
      },
      platforms: [{ name: platform }],
      now: LATE,
      log: { warn: (fields: (typeof lines)[number]) => void lines.push(fields) },
    });
    return lines;
  };
  const used = await warned('wecom');
  const idle = used.filter(({ code }) => code === 'idle_packs_aged');
  expect(idle).toHaveLength(1);
  expect(idle[0]?.contracts).toHaveLength(contracts.length - 1);
  const others = used.filter(({ code }) => code !== 'idle_packs_aged');
  expect(others).not.toEqual([]);
  expect(new Set(others.map((line) => line.contractId))).toEqual(new Set([contractId('guangzhou-credit')]));

  expect(await warned('sandbox')).toMatchObject([{ code: 'idle_packs_aged' }]);
});
