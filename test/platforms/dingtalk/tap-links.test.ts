// Links that stand for one person's button: nobody can make, read or change one, and it does one thing.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY } from '../../../domain/types.ts';
import {
  actionOf,
  carriesLinks,
  createTapLinks,
  type LinkedTap,
  TAP_PAGE_PATH,
} from '../../../platforms/dingtalk/tap-links.ts';

const NOW = Date.parse('2026-03-03T02:10:00+08:00');
const settings = { clientSecret: 'sec', publicUrl: 'https://bell.example.gov.cn/duty' };
const links = createTapLinks(settings);
const tap: LinkedTap = {
  person: { userId: '0147', name: '张三' },
  chat: 'cid6EUsg==',
  button: { action: 'acknowledge', version: 3, subject: '01JQ', form: {} },
  label: '接单',
  about: '工单 7：三楼空调不制冷',
  command: '接单 7',
  language: 'zh',
};

function tokenOf(made: LinkedTap, from = links): string {
  const address = from.linkFor(made, NOW);
  if (address === undefined) throw new Error('no link');
  return address.slice(address.lastIndexOf('/') + 1);
}

describe('a link', () => {
  test('leads to the page under the public address, whatever path that has', () => {
    const [address, rooted] = ['https://bell.example.gov.cn/duty', 'https://bell.example.gov.cn'].map((publicUrl) =>
      createTapLinks({ ...settings, publicUrl }).linkFor(tap, NOW),
    );
    expect(address).toMatch(/^https:\/\/bell\.example\.gov\.cn\/duty\/dingtalk\/confirm\/[\w-]+$/);
    expect(rooted?.startsWith(`https://bell.example.gov.cn${TAP_PAGE_PATH}/`)).toBe(true);
  });

  test.each([
    [undefined, false],
    ['https://bell.example.gov.cn', true],
    ['http://bell.example.gov.cn', false],
    ['http://10.0.0.7:3000', false],
    ['http://localhost:3000', true],
    ['http://127.0.0.1.example.gov.cn', false],
  ])('is not sent where somebody on the way could read it: with %s there are links: %o', (publicUrl, areThere) => {
    expect(carriesLinks(publicUrl)).toBe(areThere);
  });

  test('is what it was made of, for a day', () => {
    const id = expect.stringMatching(/^[0-9a-f]{40}$/);
    expect(links.open(tokenOf(tap))).toEqual({ ...tap, id, until: NOW + DAY });
  });

  test('carries a choice, and that something more will be asked', () => {
    const chosen: LinkedTap = {
      ...{ chat: 'user:0147', label: '满意', about: '工单 7', language: 'en', asksMore: true },
      person: { userId: '0147' },
      button: { action: 'confirm', version: 0, subject: '01JQ', form: { rating: '4' } },
    };
    expect(links.open(tokenOf(chosen))).toMatchObject(chosen);
  });

  test('says nothing of the person or the ticket to those who see the address', () => {
    const seen = Buffer.from(tokenOf(tap), 'base64url').toString('utf8');
    for (const secret of ['张三', '0147', '空调', '接单', 'cid6EUsg']) expect(seen).not.toContain(secret);
  });

  test('is none for a guest, and for what no button can carry', () => {
    expect(links.linkFor({ ...tap, person: { userId: '$:LWCP_v1:$x', isGuest: true } }, NOW)).toBeUndefined();
    const { button } = tap;
    expect(links.linkFor({ ...tap, button: { ...button, subject: '空' } }, NOW)).toBeUndefined();
  });

  test('made of another secret, changed or cut is none of ours', () => {
    const token = tokenOf(tap);
    const other = createTapLinks({ ...settings, clientSecret: 'other' });
    expect(other.open(token)).toBeUndefined();
    expect(links.open(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBeUndefined();
    expect(links.open(token.slice(1))).toBeUndefined();
    expect(links.open('')).toBeUndefined();
  });

  test('stays short enough for any client, whatever people are called and write', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 500 });
    fc.assert(
      fc.property(text, text, text, (name, about, command) => {
        const long = { ...tap, person: { userId: '0'.repeat(64), name }, about, command, label: about };
        expect(links.linkFor(long, NOW)?.length).toBeLessThan(1_800);
      }),
    );
  });
});

describe('the tap of a link', () => {
  const opened = links.open(tokenOf(tap));
  if (!opened) throw new Error('not opened');

  test('is that of its person in the chat of the matter, and the same each time', () => {
    const action = actionOf(opened, NOW + 1);
    expect(action).toEqual({
      ...{ platform: 'dingtalk', type: 'action', updateId: `link:${opened.id}`, receivedAt: NOW + 1 },
      chat: { externalId: 'cid6EUsg==', kind: 'group' },
      from: { userId: '0147', name: '张三' },
      ...{ action: 'acknowledge', version: 3, subject: '01JQ', form: {} },
    });
    expect(actionOf(opened, NOW + DAY).updateId).toBe(action.updateId);
  });

  test('is another one by another link', () => {
    const others: readonly LinkedTap[] = [
      { ...tap, person: { userId: '0148', name: '张三' } },
      { ...tap, button: { ...tap.button, version: 4 } },
      { ...tap, button: { ...tap.button, action: 'arrive' } },
      { ...tap, button: { ...tap.button, subject: '01JR' } },
    ];
    const ids = others.map((other) => links.open(tokenOf(other))?.id);
    expect(new Set([opened.id, ...ids]).size).toBe(others.length + 1);
  });
});
