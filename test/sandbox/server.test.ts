import { describe, expect, test } from 'vitest';
import type { Card } from '../../cards/types.ts';
import { TEXT_MAX } from '../../platforms/sandbox/server.ts';
import { listeningBot, openSandbox, START } from './cast.ts';

describe('what reaches the bot', () => {
  test.each([
    ['a mention in a group', 'ops', '@值班铃 网站打不开了', '网站打不开了'],
    ['anything in the private chat', 'private-wang', '我的工单', '我的工单'],
    ['a mention in the private chat, too', 'private-wang', '@值班铃 我的工单', '我的工单'],
  ])('%s', async (_what, chat, text, heard) => {
    const sandbox = openSandbox();
    const bot = listeningBot();
    await sandbox.platform.start(bot);
    expect(await sandbox.say('wang', text, { chat })).toMatchObject({ ok: true, message: { heard: 'delivered' } });
    expect(bot.heard).toMatchObject([
      {
        type: 'message',
        platform: 'sandbox',
        chat: { externalId: chat },
        from: { userId: 'wang', name: '王敏' },
        text: heard,
        addressed: true,
        sentAt: START,
      },
    ]);
  });

  test('what people say among themselves does not', async () => {
    const sandbox = openSandbox();
    const bot = listeningBot();
    await sandbox.platform.start(bot);
    expect(await sandbox.say('wang', '网站打不开了')).toMatchObject({ message: { heard: 'not_addressed' } });
    expect(await sandbox.say('wang', '@李工 你看一下')).toMatchObject({ message: { heard: 'not_addressed' } });
    expect(bot.heard).toEqual([]);
    expect(sandbox.server.messagesOf('ops')).toHaveLength(2);
  });

  test('a reply to the bot’s message does, without a mention and with what it quotes', async () => {
    const sandbox = openSandbox();
    const bot = listeningBot();
    await sandbox.platform.start(bot);
    const content = { lines: [['GZ-260303-01 已登记']], people: {} };
    const { handle } = await sandbox.platform.deliver({ key: 'k', chat: 'ops', op: 'post', content });
    await sandbox.say('wang', '还是打不开', { replyTo: handle! });
    expect(bot.heard).toMatchObject([{ text: '还是打不开', quote: { handle, text: 'GZ-260303-01 已登记' } }]);
  });

  test('a reply to a person’s message does not', async () => {
    const sandbox = openSandbox();
    const bot = listeningBot();
    await sandbox.platform.start(bot);
    await sandbox.say('wang', '大家好');
    const [first] = sandbox.server.messagesOf('ops');
    expect(await sandbox.say('li', '你好', { replyTo: first!.id })).toMatchObject({
      message: { heard: 'not_addressed' },
    });
    expect(bot.heard).toEqual([]);
  });

  test('a tap on a card about several tickets is about the one that its button names', async () => {
    const sandbox = openSandbox();
    const bot = listeningBot();
    await sandbox.platform.start(bot);
    const step = { action: 'acknowledge', label: '接单', style: 'primary', for: 'everyone' } as const;
    const actions = [
      { ...step, subject: { id: 't1', version: 1 } },
      { ...step, subject: { id: 't2', version: 4 } },
    ];
    const subject = { id: 't1', version: 1 };
    const card: Card = { tone: 'danger', title: '2 条提醒', lines: [], fields: [], clocks: [], actions, subject };
    const content = { lines: [], people: {}, card };
    const { handle } = await sandbox.platform.deliver({ key: 'k', chat: 'ops', op: 'post', content });
    const tap = (clientId: string, subject?: string) =>
      sandbox.server.tap({
        ...{ chat: 'ops', persona: 'li', clientId, messageId: handle!, action: 'acknowledge' },
        ...(subject !== undefined && { subject }),
      });
    await tap('a', 't2');
    await tap('b');
    expect(bot.heard).toMatchObject([
      { subject: 't2', version: 4 },
      { subject: 't1', version: 1 },
    ]);
    expect(await tap('c', 'a ticket of another contract')).toMatchObject({ ok: false });
    expect(bot.heard).toHaveLength(2);
  });
});

describe('a bot that is away', () => {
  test('never hears what was said meanwhile', async () => {
    const sandbox = openSandbox();
    const [before, after] = [listeningBot(), listeningBot()];
    await sandbox.platform.start(before);
    sandbox.server.disconnect();
    expect(await sandbox.say('wang', '@值班铃 网站打不开了')).toMatchObject({ message: { heard: 'bot_away' } });
    await sandbox.platform.start(after);
    expect([...before.heard, ...after.heard]).toEqual([]);
    expect(sandbox.server.messagesOf('ops')).toHaveLength(1);
    expect(await sandbox.say('wang', '@值班铃 在吗')).toMatchObject({ message: { heard: 'delivered' } });
    expect(after.heard).toHaveLength(1);
  });

  test('a bot that was replaced can say nothing any more, and its end does not cut off its successor', async () => {
    const sandbox = openSandbox();
    const old = await sandbox.server.connect(listeningBot());
    await sandbox.server.connect(listeningBot());
    old.close();
    expect(sandbox.server.botConnected).toBe(true);
    const delivery = { key: 'k', chat: 'ops', op: 'post', content: { lines: [['hi']], people: {} } } as const;
    await expect(old.deliver(delivery)).rejects.toMatchObject({ code: 'not_connected', retryable: true });
    expect(sandbox.server.messagesOf('ops')).toEqual([]);
  });

  test('what it failed to take can be said again under the same id, and is shown once', async () => {
    const sandbox = openSandbox();
    const bot = listeningBot();
    let isBroken = true;
    await sandbox.server.connect({
      ...bot,
      receive: (update) => (isBroken ? Promise.reject(new Error('database is away')) : bot.receive(update)),
    });
    const again = { clientId: 'same' };
    expect(await sandbox.say('wang', '@值班铃 报障', again)).toMatchObject({ message: { heard: 'failed' } });
    isBroken = false;
    expect(await sandbox.say('wang', '@值班铃 报障', again)).toMatchObject({ message: { heard: 'delivered' } });
    expect(sandbox.server.messagesOf('ops')).toHaveLength(1);
    expect(bot.heard).toHaveLength(1);
  });
});

describe('the groups of a contract', () => {
  test('its people are in them, and those of another contract are not', async () => {
    const { server } = openSandbox();
    const titles = (viewer: string) => server.viewFor(viewer, 9).map(({ key }) => key);
    expect(titles('wang')).toEqual(['ops', 'other', 'private-wang']);
    expect(titles('ma')).toEqual(['ka', 'private-ma']);
  });

  test('nobody speaks in, taps in, or sees a group of another contract', async () => {
    const { server, say } = openSandbox();
    expect(await say('ma', '@值班铃 打不开了')).toEqual({ ok: false, refusal: 'unknown_chat' });
    await say('wang', '大家好');
    const [message] = server.messagesOf('ops');
    expect(message && server.viewOf(message, 'ma')).toBeUndefined();
    expect(message && server.viewOf(message, 'li')).toBeDefined();
  });
});

describe('update ids', () => {
  test('a browser’s retry is the same update and one bubble', async () => {
    const sandbox = openSandbox();
    const bot = listeningBot();
    await sandbox.platform.start(bot);
    await sandbox.say('wang', '@值班铃 报障', { clientId: 'same' });
    await sandbox.say('wang', '@值班铃 报障', { clientId: 'same' });
    expect(bot.heard).toHaveLength(1);
    expect(sandbox.server.messagesOf('ops')).toHaveLength(1);
  });

  test('two people’s clients may make the same id', async () => {
    const sandbox = openSandbox();
    const bot = listeningBot();
    await sandbox.platform.start(bot);
    await sandbox.say('wang', '@值班铃 报障', { clientId: 'same' });
    await sandbox.say('li', '@值班铃 报障', { clientId: 'same' });
    expect(new Set(bot.heard.map((update) => update.updateId)).size).toBe(2);
    expect(sandbox.server.messagesOf('ops')).toHaveLength(2);
  });

  test('the bot learns once that it was added to the groups', async () => {
    const sandbox = openSandbox({ announceJoin: true });
    const bot = listeningBot();
    await sandbox.platform.start(bot);
    await sandbox.platform.stop();
    await sandbox.platform.start(bot);
    expect(bot.heard.map((update) => [update.type, update.chat.externalId])).toEqual([
      ['join', 'ops'],
      ['join', 'other'],
      ['join', 'ka'],
    ]);
  });
});

describe('what is refused', () => {
  test.each([
    ['an unknown chat', { chat: 'nowhere' }, 'unknown_chat'],
    ['another’s private chat', { chat: 'private-li' }, 'unknown_chat'],
    ['a reply to nothing', { replyTo: 'm999' }, 'unknown_message'],
  ])('%s', async (_what, more, refusal) => {
    const sandbox = openSandbox();
    expect(await sandbox.say('wang', '@值班铃 报障', more)).toEqual({ ok: false, refusal });
  });

  test.each([
    ['nobody', 'nobody', '你好', { ok: false, refusal: 'unknown_persona' }],
    ['blanks only', 'wang', ' \n ', { ok: false, refusal: 'empty_text' }],
    ['a text at the limit is taken', 'wang', '长'.repeat(TEXT_MAX), { ok: true }],
    ['one character more is not', 'wang', '长'.repeat(TEXT_MAX + 1), { ok: false, refusal: 'text_too_long' }],
  ])('%s', async (_what, persona, text, result) => {
    expect(await openSandbox().say(persona, text)).toMatchObject(result);
  });
});
