import { describe, expect, test } from 'vitest';
import { createChatSigner } from '../../../platforms/dingtalk/signed-chat.ts';
import { tapParamsOf } from '../../../platforms/dingtalk/tap-params.ts';
import { toUpdate } from '../../../platforms/dingtalk/to-update.ts';

const AT = 1_780_000_003_000;
const chats = createChatSigner('app-secret');
const group = {
  conversationType: '2',
  conversationId: 'cidOPS==',
  conversationTitle: '运维一群',
  isInAtList: true,
  senderId: '$:LWCP_v1:$zhang',
  senderStaffId: 'zhang01',
  senderNick: '张三',
  createAt: AT - 400,
  msgId: 'msgA==',
};
const single = { ...group, conversationType: '1', conversationId: 'cidONE==', conversationTitle: undefined };
const text = (content: string, more: object = {}) => ({ msgtype: 'text', text: { content, ...more } });
const picture = (code: string) => ({ type: 'picture', downloadCode: code });

const parse = (body: unknown, topic: 'message' | 'card' = 'message', deliveryId = 'frame1') =>
  toUpdate({ topic, deliveryId, receivedAt: AT, body }, { botName: '值班铃', chats });
const updateOf = (body: unknown, topic?: 'message' | 'card', deliveryId?: string) => {
  const parsed = parse(body, topic, deliveryId);
  return 'update' in parsed ? parsed.update : parsed.ignored;
};

describe('a message', () => {
  test('of a group, with its times, its sender, its group and its title', () => {
    expect(updateOf({ ...group, ...text(' 3号楼空调不制冷') })).toEqual({
      platform: 'dingtalk',
      type: 'message',
      updateId: 'msg:msgA==',
      chat: { externalId: 'cidOPS==', kind: 'group', title: '运维一群' },
      from: { userId: 'zhang01', name: '张三' },
      sentAt: AT - 400,
      receivedAt: AT,
      text: '3号楼空调不制冷',
      addressed: true,
    });
  });

  test('of a private chat goes by the person, not by the conversation', () => {
    expect(updateOf({ ...single, ...text('今天谁值班') })).toMatchObject({
      chat: { externalId: 'user:zhang01', kind: 'private' },
      text: '今天谁值班',
    });
  });

  test.each([
    ['the blank that the mention leaves', text('  打不开 '), '打不开'],
    ['the name, where it is left', text('@值班铃 打不开'), '打不开'],
    ['only the mention', text(' '), ''],
    ['other people who are mentioned stay', text(' @李四 请看'), '@李四 请看'],
    ['a name that begins like the bot is another one', text(' @李四'), '@李四'],
    [
      'richText: runs of a line stand together',
      { msgtype: 'richText', content: { richText: [{ text: '打' }, { text: '不开' }] } },
      '打不开',
    ],
    [
      'richText with a mention and pictures',
      {
        msgtype: 'richText',
        content: {
          richText: [
            { type: 'at', atName: '值班铃' },
            { text: '打不开' },
            picture('C1'),
            { text: '看图' },
            picture('C2'),
          ],
        },
      },
      '打不开\n看图',
    ],
    [
      'richText: an odd run is left out',
      { msgtype: 'richText', content: { richText: [7, null, { text: '在' }, { x: 1 }] } },
      '在',
    ],
    [
      'content as JSON in a string',
      { msgtype: 'richText', content: JSON.stringify({ richText: [{ text: '在' }] }) },
      '在',
    ],
    [
      'speech comes as words',
      { msgtype: 'audio', content: { duration: '4000', recognition: '系统打不开', downloadCode: 'A' } },
      '系统打不开',
    ],
    ['a kind that nobody knows yet, with words', { msgtype: 'hologram', content: { text: '打不开' } }, '打不开'],
    ['a kind that nobody knows yet', { msgtype: 'chatRecord' }, ''],
    ['an odd text', { msgtype: 'text', text: 7 }, ''],
    ['an odd time costs nothing', { ...text('在'), createAt: 'yesterday' }, '在'],
  ])('%s', (_name, body, words) => {
    expect(updateOf({ ...group, ...body })).toMatchObject({ type: 'message', text: words, addressed: true });
  });

  test.each([
    ['picture', { downloadCode: 'C', pictureDownloadCode: 'P' }, { kind: 'image', source: 'C' }],
    ['picture', { pictureDownloadCode: 'P' }, { kind: 'image', source: 'P' }],
    ['file', { downloadCode: 'C', fileName: '日志.zip' }, { kind: 'file', source: 'C', name: '日志.zip' }],
    ['audio', { downloadCode: 'C', duration: 4000 }, { kind: 'audio', source: 'C' }],
    ['video', { downloadCode: 'C', videoType: 'mp4' }, { kind: 'video', source: 'C' }],
    ['hologram', { downloadCode: 'C' }, { kind: 'file', source: 'C' }],
  ])('%s alone is an attachment with no words', (msgtype, content, attachment) => {
    expect(updateOf({ ...single, msgtype, content })).toMatchObject({ text: '', attachments: [attachment] });
  });

  test('all pictures of richText are its attachments', () => {
    const content = { richText: [{ text: '看图' }, picture('C1'), picture('C2'), picture('C3')] };
    expect(updateOf({ ...group, msgtype: 'richText', content })).toMatchObject({
      attachments: ['C1', 'C2', 'C3'].map((source) => ({ kind: 'image', source })),
    });
  });

  test('brings the address at which it may be answered, and until when', () => {
    const session = {
      sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=1',
      sessionWebhookExpiredTime: AT + 5_400_000,
    };
    expect(parse({ ...group, ...session, ...text('在') })).toMatchObject({
      session: { url: session.sessionWebhook, until: AT + 5_400_000 },
    });
    expect(parse({ ...group, ...text('在') })).not.toHaveProperty('session');
  });

  test('that comes again is the same message, also in another frame', () => {
    expect(updateOf({ ...group, ...text('在') }, 'message', 'frame1')).toEqual(
      updateOf({ ...group, ...text('在') }, 'message', 'frame2'),
    );
  });

  test('without an id: what was said at another time, or by another person, is another one', () => {
    const id = (more: object, deliveryId: string) => {
      const update = updateOf({ ...group, msgId: '', ...text('在'), ...more }, 'message', deliveryId);
      return typeof update === 'string' ? update : update.updateId;
    };
    expect(id({}, 'frame1')).toBe(id({}, 'frame2'));
    expect(id({ createAt: AT }, 'frame1')).not.toBe(id({}, 'frame1'));
    expect(id({ senderStaffId: 'li' }, 'frame1')).not.toBe(id({}, 'frame1'));
    expect(id({ createAt: undefined }, 'frame1')).not.toBe(id({ createAt: undefined }, 'frame2'));
  });

  test('with a very long id fits the database', () => {
    expect(updateOf({ ...group, ...text('在'), msgId: 'M'.repeat(300) })).toMatchObject({
      updateId: expect.stringMatching(/^msg:[0-9a-f]{64}$/),
    });
  });

  test.each([20_001, '20001'])('whose words the month’s quota withholds says so (%j)', (errorCode) => {
    const update = updateOf({ ...group, msgtype: 'text', errorCode, errorMessage: '受调用量超量影响' });
    expect(update).toMatchObject({ text: '', withheld: 'quota', addressed: true, from: { userId: 'zhang01' } });
  });

  test('with another error code is not taken for one that was withheld', () => {
    expect(updateOf({ ...group, ...text('在'), errorCode: 0 })).not.toHaveProperty('withheld');
  });
});

describe('somebody without a staff id', () => {
  const guest = { ...group, senderStaffId: '' };

  test('is a guest by his encrypted id', () => {
    expect(updateOf({ ...guest, ...text('打不开') })).toMatchObject({
      chat: { externalId: 'cidOPS==', kind: 'group' },
      from: { userId: '$:LWCP_v1:$zhang', name: '张三', isGuest: true },
    });
  });

  test('has a private chat of his own kind', () => {
    expect(updateOf({ ...guest, conversationType: '1', ...text('在') })).toMatchObject({
      chat: { externalId: 'guest:$:LWCP_v1:$zhang', kind: 'private' },
    });
  });

  test('who belongs to us is none', () => {
    expect(updateOf({ ...group, ...text('在') })).not.toMatchObject({ from: { isGuest: true } });
  });
});

describe('a reply', () => {
  const reply = (msgType: string, content: unknown) =>
    text(' 接单', { isReplyMsg: true, repliedMsg: { msgType, content, msgId: 'msgQ', senderId: '$:LWCP_v1:$bot' } });

  test.each([
    ['text', { text: 'GZ-1 待接单' }, { text: 'GZ-1 待接单' }],
    ['text', JSON.stringify({ text: 'GZ-1 待接单' }), { text: 'GZ-1 待接单' }],
    [
      'richText',
      {
        richText: [
          { msgType: 'text', content: '一' },
          { msgType: 'picture', downloadCode: 'C' },
        ],
      },
      { text: '一' },
    ],
    ['interactiveCard', {}, {}],
    ['unknownMsgType', 7, {}],
  ])('to %s', (msgType, content, quote) => {
    const update = updateOf({ ...group, originalMsgId: 'msgQ', ...reply(msgType, content) });
    expect(update).toMatchObject({ text: '接单' });
    expect(update).toHaveProperty('quote', { handle: 'msgQ', ...quote });
  });

  test('to what the bot has sent names that by its key', () => {
    const keys = { originalMsgId: 'msgQ', originalProcessQueryKey: 'KEY1' };
    expect(updateOf({ ...group, ...keys, ...reply('interactiveCard', {}) })).toMatchObject({
      quote: { handle: 'KEY1' },
    });
  });

  test('that only says that it is one', () => {
    expect(updateOf({ ...group, ...text('接单', { isReplyMsg: true }) })).toMatchObject({ quote: {} });
    expect(updateOf({ ...group, ...text('接单', { isReplyMsg: false }) })).not.toHaveProperty('quote');
  });

  test('brings the pictures of what it quotes, behind its own', () => {
    const own = {
      msgtype: 'richText',
      content: {
        richText: [picture('OWN')],
        isReplyMsg: true,
        repliedMsg: { msgType: 'picture', content: { downloadCode: 'QUOTED' } },
      },
    };
    expect(updateOf({ ...group, ...own })).toMatchObject({
      attachments: [
        { kind: 'image', source: 'OWN' },
        { kind: 'image', source: 'QUOTED', quoted: true },
      ],
    });
  });
});

describe('a tap', () => {
  const params = tapParamsOf({ action: 'acknowledge', version: 3, subject: 'T1', form: {} }, chats.sign('cidOPS=='));
  const embedded = (inner: object) => JSON.stringify({ cardPrivateData: { actionIds: ['acknowledge'], ...inner } });
  const tap = {
    userId: 'li',
    userIdType: 1,
    outTrackId: 'dCARD',
    spaceType: 'im',
    spaceId: 'cidOPS==',
    corpId: 'ding',
  };

  test.each([
    ['in content and value', { content: embedded({ params }), value: embedded({ params }) }],
    ['only in value', { value: embedded({ params }) }],
    ['only in content', { content: embedded({ params }) }],
    ['content without it', { content: embedded({}), value: embedded({ params }) }],
    ['content as an object', { content: { cardPrivateData: { params } } }],
    ['beside cardPrivateData', { value: JSON.stringify({ cardPrivateData: { actionIds: ['x'] }, params }) }],
    ['an odd content', { content: 'not json', value: embedded({ params }) }],
  ])('is understood: %s', (_name, body) => {
    expect(updateOf({ ...tap, ...body }, 'card')).toEqual({
      platform: 'dingtalk',
      type: 'action',
      updateId: 'tap:frame1',
      chat: { externalId: 'cidOPS==', kind: 'group' },
      from: { userId: 'li' },
      receivedAt: AT,
      action: 'acknowledge',
      version: 3,
      subject: 'T1',
      form: {},
      handle: 'dCARD',
      tapToken: `${AT}|dCARD|frame1`,
    });
  });

  test('brings what the button chooses', () => {
    const button = { action: 'confirm', version: 3, subject: 'T1', form: { rating: '5' } };
    const chosen = tapParamsOf(button, chats.sign('cidOPS=='));
    expect(updateOf({ ...tap, value: embedded({ params: chosen }) }, 'card')).toMatchObject({
      action: 'confirm',
      form: { rating: '5' },
    });
  });

  const handingBack = (signed: string | undefined) => {
    const own = tapParamsOf({ action: 'details', version: 1, subject: 'T1', form: {} }, signed ?? '');
    return { value: embedded({ params: signed === undefined ? { ...own, chat: undefined } : own }) };
  };
  const posted = (chat: string | undefined) => handingBack(chat === undefined ? undefined : chats.sign(chat));
  test.each([
    ['a group, as the button says', { ...posted('cidOPS==') }, 'cidOPS=='],
    ['a group that DingTalk does not name', { spaceId: undefined, ...posted('cidOPS==') }, 'cidOPS=='],
    ['another group than that of its card', { spaceId: 'cidNEW==', ...posted('cidOPS==') }, 'cidNEW=='],
    ['in private, though it looks like a group', { spaceId: 'cidONE==', ...posted('user:li') }, 'user:li'],
    ['a card that was another one’s private one', { ...posted('user:zhang') }, 'user:li'],
    ['a card that does not say it: a group', { ...posted(undefined) }, 'cidOPS=='],
    ['a card that does not say it: no group', { spaceId: 'li', ...posted(undefined) }, 'user:li'],
    ['a card that does not say it: the robot’s', { spaceType: 'IM_ROBOT', ...posted(undefined) }, 'user:li'],
  ])('made in %s', (_name, body, externalId) => {
    expect(updateOf({ ...tap, ...body }, 'card')).toMatchObject({ chat: { externalId } });
  });

  test.each([
    ['no group that DingTalk names', { spaceId: undefined }, 'user:li'],
    ['the robot’s own chat', { spaceId: 'li', spaceType: 'IM_ROBOT' }, 'user:li'],
    ['a group', {}, 'cidOPS=='],
  ])('in %s stays there, whatever other chat a changed client hands back', (_name, place, externalId) => {
    const [mac = ''] = /\|.*$/.exec(chats.sign('cidOPS==')) ?? [];
    for (const forged of [
      'cidNET==',
      `cidNET==${mac}`,
      'cidNET==|',
      '|',
      mac,
      createChatSigner('x').sign('cidNET=='),
    ]) {
      expect(updateOf({ ...tap, ...place, ...handingBack(forged) }, 'card')).toMatchObject({ chat: { externalId } });
    }
  });

  test('by a guest is known as one', () => {
    expect(updateOf({ ...tap, userId: '$:LWCP_v1:$x', value: embedded({ params }) }, 'card')).toMatchObject({
      from: { userId: '$:LWCP_v1:$x', isGuest: true },
    });
  });

  test('twice with one id is one tap, and with two ids two', () => {
    const id = (deliveryId: string) => updateOf({ ...tap, value: embedded({ params }) }, 'card', deliveryId);
    expect(id('f1')).toEqual(id('f1'));
    expect(id('f1')).not.toEqual(id('f2'));
  });
});

describe('what is left alone, without a word of anybody', () => {
  test.each([
    ['null', null, 'message', 'without a sender'],
    ['a list', [], 'message', 'without a sender'],
    ['words', '在', 'message', 'without a sender'],
    ['nobody', { conversationType: '2', ...text('在') }, 'message', 'without a sender'],
    ['a group that is not named', { ...group, conversationId: '', ...text('在') }, 'message', 'without its id'],
    ['a tap of nobody', { outTrackId: 'd' }, 'card', 'without a person'],
    [
      'a tap on a foreign button',
      { userId: 'li', value: '{"cardPrivateData":{"params":{"action":"?"}}}' },
      'card',
      'none of ours',
    ],
    [
      'a tap without params',
      { userId: 'li', value: '{"cardPrivateData":{"actionIds":["x"]}}' },
      'card',
      'none of ours',
    ],
  ] as const)('%s', (_name, body, topic, why) => {
    expect(updateOf(body, topic)).toContain(why);
  });
});
