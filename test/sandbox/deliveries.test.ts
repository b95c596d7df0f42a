import { describe, expect, test } from 'vitest';
import type { Card } from '../../cards/types.ts';
import type { MessageView } from '../../platforms/sandbox/types.ts';
import type { Delivery } from '../../platforms/types.ts';
import {
  acknowledgeForLi,
  cardWith,
  keepingHistory,
  lines,
  listeningBot,
  openSandbox,
  PEOPLE,
  post,
  postCard,
} from './cast.ts';

function seen(sandbox: ReturnType<typeof openSandbox>, viewer: string, room = 'ops'): readonly MessageView[] {
  return sandbox.server.viewFor(viewer, 100).find(({ key }) => key === room)?.messages ?? [];
}

async function connected(options?: Parameters<typeof openSandbox>[0]) {
  const sandbox = openSandbox(options);
  const bot = listeningBot();
  await sandbox.platform.start(bot);
  return { ...sandbox, bot };
}

describe('a delivery', () => {
  test('with a key that was delivered shows nothing new and has the same handle', async () => {
    const sandbox = await connected();
    const first = await sandbox.platform.deliver(post('k1', lines('已登记')));
    const again = await sandbox.platform.deliver(post('k1', lines('已登记')));
    expect(again).toEqual(first);
    expect(seen(sandbox, 'wang')).toHaveLength(1);
  });

  test('that comes twice at once is shown once', async () => {
    const sandbox = await connected({ history: keepingHistory() });
    const twice = [1, 2].map(() => sandbox.platform.deliver(post('k1', lines('已登记'))));
    const [first, second] = await Promise.all(twice);
    expect(second).toEqual(first);
    expect(seen(sandbox, 'wang')).toHaveLength(1);
  });

  test('that could not be kept is not acknowledged by its repetition unless that one is kept and shown', async () => {
    const history = keepingHistory();
    const { save } = history;
    const sandbox = await connected({ history });
    history.save = () => Promise.reject(new Error('the disk is full'));
    await expect(sandbox.platform.deliver(post('k1', lines('已登记')))).rejects.toThrow('the disk is full');
    expect(seen(sandbox, 'wang')).toEqual([]);
    history.save = save;
    const { handle } = await sandbox.platform.deliver(post('k1', lines('已登记')));
    expect(history.rows.has(handle ?? '')).toBe(true);
    expect(seen(sandbox, 'wang')).toMatchObject([{ id: handle }]);
  });

  test('to one person is seen by nobody else', async () => {
    const sandbox = await connected();
    await sandbox.platform.deliver({
      key: 'k',
      chat: 'ops',
      op: 'ephemeral',
      to: { userId: 'li' },
      content: lines('不是您的工单'),
    });
    expect(seen(sandbox, 'li')).toHaveLength(1);
    expect(seen(sandbox, 'wang')).toEqual([]);
  });

  test('to one person’s private chat is not in the group', async () => {
    const sandbox = await connected();
    await sandbox.platform.deliver({
      key: 'k',
      chat: 'ops',
      op: 'direct',
      to: { userId: 'li' },
      content: lines('您有新工单'),
    });
    expect(seen(sandbox, 'li', 'private-li')).toHaveLength(1);
    expect(seen(sandbox, 'li')).toEqual([]);
    expect(sandbox.server.viewFor('wang', 100).map(({ key }) => key)).not.toContain('private-li');
  });

  test('that updates a card changes it in its place', async () => {
    const sandbox = await connected();
    const handle = await postCard(sandbox.platform, [acknowledgeForLi]);
    await sandbox.say('li', '收到');
    const content = { card: cardWith([], 2), lines: [], people: PEOPLE };
    await sandbox.platform.deliver({ key: 'u', chat: 'ops', op: 'update', handle, content });
    expect(seen(sandbox, 'li').map(({ id }) => id)).toEqual([handle, expect.any(String)]);
    expect(seen(sandbox, 'li')[0]).toMatchObject({ card: { actions: [], subject: { version: 2 } } });
  });

  test.each([
    ['to an unknown chat', { key: 'k', chat: 'nowhere', op: 'post', content: lines('x') }, 'chat_not_found'],
    [
      'to nobody',
      { key: 'k', chat: 'ops', op: 'direct', to: { userId: 'nobody' }, content: lines('x') },
      'chat_not_found',
    ],
    [
      'of a card that is not there',
      { key: 'k', chat: 'ops', op: 'update', handle: 'm0', content: lines('x') },
      'message_not_found',
    ],
  ] as const)('%s is never worth a retry', async (_what, delivery, code) => {
    const sandbox = await connected();
    await expect(sandbox.platform.deliver(delivery)).rejects.toMatchObject({ code, retryable: false });
  });
});

test('a card that has shown clocks stays a ticket’s card when its last version shows none', async () => {
  const sandbox = await connected();
  const clocks = [{ label: '到场', startedAt: 0, dueAt: 1, breached: false }];
  const content = (card: Card) => ({ card, lines: [], people: PEOPLE });
  const { handle } = await sandbox.platform.deliver(post('k', content({ ...cardWith([]), clocks })));
  await sandbox.platform.deliver({
    key: 'u',
    chat: 'ops',
    op: 'update',
    handle: handle!,
    content: content(cardWith([])),
  });
  await sandbox.platform.deliver(post('reminder', content(cardWith([]))));
  expect(seen(sandbox, 'li').map((message) => message.from === 'bot' && message.hadClocks)).toEqual([true, undefined]);
});

describe('a card', () => {
  test('shows each viewer his own buttons, and who has the others', async () => {
    const sandbox = await connected();
    await postCard(sandbox.platform, [
      acknowledgeForLi,
      { ...acknowledgeForLi, action: 'supplement', label: '补充', for: 'everyone' },
    ]);
    const card = (viewer: string) => {
      const [message] = seen(sandbox, viewer);
      return message?.from === 'bot' ? message.card : undefined;
    };
    expect(card('li')?.actions.map(({ action }) => action)).toEqual(['acknowledge', 'supplement']);
    expect(card('li')?.othersActions).toEqual([]);
    expect(card('wang')?.actions.map(({ action }) => action)).toEqual(['supplement']);
    expect(card('wang')?.othersActions).toEqual([{ action: 'acknowledge', label: '接单', users: ['li'] }]);
  });

  test('rings whom it mentions, and says so to him only', async () => {
    const sandbox = await connected();
    await postCard(sandbox.platform, [acknowledgeForLi]);
    expect(seen(sandbox, 'li')[0]).toMatchObject({
      mentionsViewer: true,
      card: { lines: [[{ mention: { userId: 'li' } }, ' 请接单']] },
    });
    expect(seen(sandbox, 'wang')[0]).toMatchObject({ mentionsViewer: false });
  });
});

describe('a tap', () => {
  const tap = { chat: 'ops', persona: 'li', clientId: 't1', action: 'acknowledge' };

  test('tells the bot who, what about and of which version', async () => {
    const sandbox = await connected();
    const messageId = await postCard(sandbox.platform, [acknowledgeForLi], 3);
    expect(await sandbox.server.tap({ ...tap, messageId, form: { cause: '证书过期' } })).toEqual({
      ok: true,
      heard: 'delivered',
    });
    expect(sandbox.bot.heard).toMatchObject([
      {
        type: 'action',
        from: { userId: 'li' },
        action: 'acknowledge',
        subject: 'ticket-1',
        version: 3,
        handle: messageId,
        form: { cause: '证书过期' },
      },
    ]);
  });

  test('from a screen that was behind carries that screen’s version, and one without the right is still the bot’s to refuse', async () => {
    const sandbox = await connected();
    const messageId = await postCard(sandbox.platform, [], 3);
    await sandbox.server.tap({ ...tap, persona: 'wang', messageId, version: 1 });
    expect(sandbox.bot.heard).toMatchObject([{ from: { userId: 'wang' }, version: 1 }]);
  });

  test('twice by one press is one update, twice by two presses are two', async () => {
    const sandbox = await connected();
    const messageId = await postCard(sandbox.platform, [acknowledgeForLi]);
    await sandbox.server.tap({ ...tap, messageId });
    await sandbox.server.tap({ ...tap, messageId });
    expect(sandbox.bot.heard).toHaveLength(1);
    await sandbox.server.tap({ ...tap, messageId, clientId: 't2' });
    expect(sandbox.bot.heard).toHaveLength(2);
  });

  test('with no bot there says so', async () => {
    const sandbox = await connected();
    const messageId = await postCard(sandbox.platform, [acknowledgeForLi]);
    await sandbox.platform.stop();
    expect(await sandbox.server.tap({ ...tap, messageId })).toEqual({ ok: true, heard: 'bot_away' });
  });

  test.each([
    ['on a message that is not there', { messageId: 'm0' }, 'unknown_message'],
    ['on a message without a card', { messageId: 'plain' }, 'no_card'],
    ['on what somebody else was told', { messageId: 'private' }, 'unknown_message'],
    ['of something that is no button’s name', { messageId: 'card', action: 'Drop Table' }, 'bad_action'],
  ])('%s is refused', async (_what, more, refusal) => {
    const sandbox = await connected();
    const card = { card: cardWith([acknowledgeForLi]), lines: [], people: PEOPLE };
    const delivered = {
      card: await sandbox.platform.deliver(post('card', card)),
      plain: await sandbox.platform.deliver(post('plain', lines('x'))),
      private: await sandbox.platform.deliver({
        key: 'p',
        chat: 'ops',
        op: 'ephemeral',
        to: { userId: 'wang' },
        content: card,
      }),
    };
    const messageId = Object.entries(delivered).find(([name]) => name === more.messageId)?.[1].handle ?? more.messageId;
    expect(await sandbox.server.tap({ ...tap, ...more, messageId })).toEqual({ ok: false, refusal });
    expect(sandbox.bot.heard).toEqual([]);
  });
});

describe('the history', () => {
  test('brings everything back after a restart, and numbers go on', async () => {
    const history = keepingHistory();
    const before = await connected({ history });
    await before.say('wang', '@值班铃 网站打不开了');
    await postCard(before.platform, [
      { ...acknowledgeForLi, form: [{ name: 'cause', label: '原因', type: 'text', required: true, maxLength: 500 }] },
    ]);
    await before.platform.deliver({
      key: 'p',
      chat: 'ops',
      op: 'ephemeral',
      to: { userId: 'li' },
      content: lines('仅您可见'),
    });

    const after = await connected({ history });
    for (const viewer of ['wang', 'li']) expect(seen(after, viewer)).toEqual(seen(before, viewer));
    const { handle } = await after.platform.deliver(post('next', lines('x')));
    expect(seen(after, 'li').at(-1)?.id).toBe(handle);
    expect(new Set(seen(after, 'li').map(({ id }) => id)).size).toBe(4);
  });

  test('a delivery that is repeated after a restart is still known', async () => {
    const history = keepingHistory();
    const before = await connected({ history });
    const { handle } = await before.platform.deliver(post('k1', lines('已登记')));
    const after = await connected({ history });
    expect(await after.platform.deliver(post('k1', lines('已登记')))).toEqual({ handle });
    expect(seen(after, 'wang')).toHaveLength(1);
  });

  test('a message that was being sent when the program died is shown as not taken', async () => {
    const history = keepingHistory();
    const sandbox = openSandbox({ history });
    await sandbox.server.connect({
      receive: () => new Promise(() => undefined),
      connection: () => undefined,
      trouble: () => undefined,
    });
    void sandbox.say('wang', '@值班铃 报障');
    await expect.poll(() => history.rows.size).toBe(1);
    const after = await connected({ history });
    expect(seen(after, 'wang')).toMatchObject([{ heard: 'failed' }]);
  });

  test.each([['not JSON'], ['{"id":"m1"}']])('a row of another time is left out: %s', async (body) => {
    const history = keepingHistory();
    await history.save({ id: 'm000000007', chat: 'ops', order: 7, body });
    const sandbox = await connected({ history });
    expect(seen(sandbox, 'wang')).toEqual([]);
    // Its number is taken all the same.
    expect(await sandbox.platform.deliver(post('k', lines('x')))).toEqual({ handle: 'm000000008' });
  });
});

describe('a file', () => {
  const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  const sent = (more: Partial<Extract<Delivery, { op: 'file' }>> = {}): Extract<Delivery, { op: 'file' }> => ({
    ...{ op: 'file', key: 'f1', chat: 'ops', content: lines('周报第 10 周') },
    file: { kind: 'document', name: '周报.docx', mediaType: DOCX, bytes: Buffer.from('a paper') },
    ...more,
  });

  test('is shown once, with its name, its size and what it is, but not its hash', async () => {
    const sandbox = await connected();
    const first = await sandbox.platform.deliver(sent());
    expect(await sandbox.platform.deliver(sent({ isRepeat: true }))).toEqual(first);
    expect(seen(sandbox, 'wang')).toMatchObject([{ lines: [], mentionsViewer: false }]);
    const [message] = seen(sandbox, 'wang');
    expect(message).toHaveProperty('file', {
      ...{ kind: 'document', name: '周报.docx', mediaType: DOCX, size: 7 },
    });
  });

  test('for one person is seen, and fetched, by nobody else', async () => {
    const sandbox = await connected();
    const { handle = '' } = await sandbox.platform.deliver(sent({ to: { userId: 'li' } }));
    expect([seen(sandbox, 'li').length, seen(sandbox, 'wang').length]).toEqual([1, 0]);
    const found = ['li', 'wang', 'ma'].map((viewer) => sandbox.server.fileOf('ops', handle, viewer)?.size);
    expect(found).toEqual([7, undefined, undefined]);
    expect(sandbox.server.fileOf('other', handle, 'li'), 'another room').toBeUndefined();
  });

  test('survives a restart, and a reply to it quotes its name', async () => {
    const history = keepingHistory();
    const { platform } = await connected({ history });
    const { handle = '' } = await platform.deliver(sent());
    const later = openSandbox({ history });
    const bot = listeningBot();
    await later.platform.start(bot);
    expect(later.server.fileOf('ops', handle, 'wang')?.hash).toMatch(/^[0-9a-f]{64}$/);
    const answer = { chat: 'ops', persona: 'wang', clientId: 'c1', text: '收到', replyTo: handle };
    expect(await later.server.say(answer)).toMatchObject({ ok: true, message: { quote: { text: '周报.docx' } } });
  });
});
