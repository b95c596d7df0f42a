import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { buttonCard, cardBody, type FakeStand, markdown, push, setFake } from './sdk-client.ts';

let stand: FakeStand;
let client: Awaited<ReturnType<FakeStand['connect']>>;
beforeEach(async () => {
  stand = await setFake();
  client = await stand.connect();
});
afterEach(() => stand.close());

const group = { kind: 'group', chatId: 'wrOPS' } as const;
const single = { kind: 'single', userId: 'li' } as const;
const inGroup = (body: object) => push(client, { group: 'wrOPS' }, body);
const toLi = (body: object) => push(client, { single: 'li' }, body);
const heard = async (count: number) => {
  await eventually(() => expect(stand.heard).toHaveLength(count));
  return stand.heard[count - 1]!;
};
const cardOf = (userId: string) => {
  const { id } = stand.fake.rooms.messages.at(-1)!;
  return stand.fake.rooms.view(id, userId)?.main_title?.title;
};

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

describe('what people say', () => {
  test('reaches the bot from a group only where it names the bot', async () => {
    const { people } = stand.fake;
    expect(await people.say({ room: group, from: 'wang', text: '中午吃什么' })).toBe('not_addressed');
    expect(await people.say({ room: group, from: 'wang', text: '@值班铃 打不开' })).toBe('delivered');
    expect((await heard(1)).body).toMatchObject({
      chatid: 'wrOPS',
      chattype: 'group',
      from: { userid: 'wang' },
      text: { content: '@值班铃 打不开' },
    });
  });

  test('a group that the bot is not in reaches it no more, though its webhook still posts there', async () => {
    stand.fake.members.groups.get('wrOPS')!.hasBot = false;
    expect(await stand.fake.people.say({ room: group, from: 'li', text: '@值班铃 在吗' })).toBe('not_addressed');
    expect(stand.fake.webhooks.send('HOOK', { msgtype: 'text', text: { content: '早' } })).toMatchObject({
      errcode: 0,
    });
  });

  test('alone with the bot needs no name and has no group', async () => {
    await stand.fake.people.say({ room: single, from: 'li', text: '今天谁值班' });
    const { body } = await heard(1);
    expect(body).toMatchObject({ chattype: 'single' });
    expect(body).not.toHaveProperty('chatid');
  });

  test('a file alone does not reach it from a group, but does in a chat of two', async () => {
    const alone = { kind: 'file', file: { bytes: Buffer.from('日志'), name: '日志.txt' } } as const;
    expect(await stand.fake.people.say({ room: group, from: 'li', text: '@值班铃', alone })).toBe('not_addressed');
    expect(await stand.fake.people.say({ room: single, from: 'li', alone })).toBe('delivered');
    const { body } = await heard(1);
    expect(body).toMatchObject({ msgtype: 'file', file: { url: expect.any(String), aeskey: expect.any(String) } });
  });

  test('a quote brings the words of what is quoted, and nothing else of it', async () => {
    await inGroup(markdown('GZ-260303-01 待接单'));
    const { id } = stand.fake.rooms.messages[0]!;
    await stand.fake.people.say({ room: group, from: 'li', text: '@值班铃 接单', quotes: id });
    expect((await heard(1)).body).toMatchObject({
      quote: { msgtype: 'text', text: { content: 'GZ-260303-01 待接单' } },
    });
  });

  test('comes again with the same id and another request', async () => {
    await stand.fake.people.say({ room: single, from: 'li', text: '你好' });
    expect(await stand.fake.people.again()).toBe(true);
    await heard(2);
    const [first, second] = stand.heard;
    expect(second?.body.msgid).toBe(first?.body.msgid);
    expect(second?.headers.req_id).not.toBe(first?.headers.req_id);
  });

  test('is lost while the bot is away', async () => {
    stand.fake.sockets.breakAll();
    expect(await stand.fake.people.say({ room: single, from: 'li', text: '在吗' })).toBe('bot_away');
  });
});

describe('what the bot may say', () => {
  test.each([
    [
      'a group that it is not in',
      93001,
      () => void Object.assign(stand.fake.members.groups.get('wrOPS')!, { hasBot: false }),
      markdown('早'),
    ],
    [
      'a group where nobody spoke',
      93006,
      () => void Object.assign(stand.fake.members.groups.get('wrOPS')!, { isOpen: false }),
      markdown('早'),
    ],
    ['text', 40008, () => undefined, { msgtype: 'text', text: { content: '早' } }],
    ['markdown_v2', 40008, () => undefined, { msgtype: 'markdown_v2', markdown_v2: { content: '早' } }],
    ['nothing', 44004, () => undefined, markdown('')],
    ['more than 20480 bytes', 40058, () => undefined, markdown('长'.repeat(6827))],
    ['media that was never uploaded', 40007, () => undefined, { msgtype: 'image', image: { media_id: 'M' } }],
  ])('%s is refused', async (_name, errcode, arrange, body) => {
    arrange();
    await expect(inGroup(body)).rejects.toMatchObject({ errcode });
    expect(stand.fake.rooms.messages).toEqual([]);
  });

  test('20480 bytes are not too many', async () => {
    await expect(inGroup(markdown(`${'长'.repeat(6826)}ab`))).resolves.toMatchObject({ errcode: 0 });
  });

  test('goes to a person only after he has spoken to it', async () => {
    await expect(toLi(markdown('早'))).rejects.toMatchObject({ errcode: 93006 });
    await stand.fake.people.say({ room: single, from: 'li', text: '你好' });
    await expect(toLi(markdown('早'))).resolves.toMatchObject({ errcode: 0 });
    expect(stand.fake.rooms.messages.at(-1)).toMatchObject({ room: single, rings: ['li'] });
  });

  test('30 a minute and no more, until the minute has passed', async () => {
    for (let count = 0; count < 30; count += 1) await inGroup(markdown(`第${count}条`));
    await expect(inGroup(markdown('第31条'))).rejects.toMatchObject({ errcode: 846607 });
    stand.pass(59_999);
    await expect(inGroup(markdown('还早'))).rejects.toMatchObject({ errcode: 846607 });
    stand.pass(1);
    await inGroup(markdown('可以了'));
    expect(stand.fake.bot.quota.mostPerMinute('group wrOPS')).toBe(30);
  });

  test('1,000 an hour', async () => {
    for (let count = 0; count < 1000; count += 1) {
      if (count % 30 === 0) stand.pass(60_000);
      await inGroup(markdown(`第${count}条`));
    }
    stand.pass(60_000);
    await expect(inGroup(markdown('太多'))).rejects.toMatchObject({ errcode: 846607 });
  });

  test('a stream grows in its place, and each part counts', async () => {
    await stand.fake.people.say({ room: group, from: 'wang', text: '@值班铃 查一下' });
    const frame = await heard(1);
    await client.replyStream(frame, 's1', '正在查', false);
    await client.replyStream(frame, 's1', '查到了', true);
    await client.replyStream(frame, 's1', '又改', true);
    expect(stand.fake.rooms.in(group).map(({ text }) => text)).toEqual(['@值班铃 查一下', '查到了']);
    stand.pass(6 * 60_000 + 1);
    await expect(client.replyStream(frame, 's1', '太晚', true)).rejects.toMatchObject({ errcode: 846608 });
  });

  test('an answer to a request that never was is refused', async () => {
    await expect(client.reply({ headers: { req_id: 'NONE' } }, markdown('早'))).rejects.toMatchObject({
      errcode: 846605,
    });
  });

  test('a welcome answers only a first look', async () => {
    await stand.fake.people.enter('li');
    const frame = await heard(1);
    await expect(client.reply(frame, markdown('您好'), 'aibot_respond_welcome_msg')).rejects.toMatchObject({
      errcode: 40008,
    });
    await expect(client.replyWelcome(frame, { msgtype: 'text', text: { content: '您好' } })).resolves.toBeDefined();
    await expect(client.reply(frame, markdown('您好'))).rejects.toMatchObject({ errcode: 846605 });
  });

  test('media is uploaded in pieces', async () => {
    const bytes = Buffer.concat([PNG, Buffer.alloc(1_300_000, 7)]);
    const { media_id: mediaId } = await client.uploadMedia(bytes, { type: 'image', filename: 'a.png' });
    await inGroup({ msgtype: 'image', image: { media_id: mediaId } });
    expect(stand.fake.rooms.messages.at(-1)).toMatchObject({ form: 'image', file: { name: 'a.png', bytes } });
  });

  test.each<[string, 'image' | 'file', Buffer, number]>([
    ['of four bytes', 'file', Buffer.alloc(4, 7), 40006],
    ['of more than 20 MB', 'file', Buffer.alloc(20 * 1024 * 1024 + 1, 7), 40006],
    ['that is called a picture and is none', 'image', Buffer.alloc(64, 7), 40009],
    ['that is a picture of more than 10 MB', 'image', Buffer.concat([PNG, Buffer.alloc(10 * 1024 * 1024)]), 40006],
  ])('a file %s is not taken', async (_name, type, bytes, errcode) => {
    await expect(client.uploadMedia(bytes, { type, filename: 'a.png' })).rejects.toMatchObject({ errcode });
  });

  test('a file is sent as what it was handed over as, while WeCom holds it', async () => {
    const { media_id: mediaId } = await client.uploadMedia(PNG, { type: 'file', filename: 'a.png' });
    await expect(inGroup({ msgtype: 'image', image: { media_id: mediaId } })).rejects.toMatchObject({ errcode: 40007 });
    stand.pass(3 * 24 * 3_600_000 + 1);
    await expect(inGroup({ msgtype: 'file', file: { media_id: mediaId } })).rejects.toMatchObject({ errcode: 40007 });
  });
});

describe('a tap', () => {
  const post = async (more: object = {}) => {
    await inGroup(cardBody(buttonCard('T1_1', more)));
    return stand.fake.rooms.messages.at(-1)!.id;
  };
  const press = async (messageId: string, from = 'li') => {
    const before = stand.heard.length;
    await stand.fake.people.tap({ messageId, from, key: 'acknowledge.1.T1' });
    return heard(before + 1);
  };
  const taken = (title: string, more: object = {}) =>
    ({ ...buttonCard('T1_1', more), main_title: { title } }) as Parameters<typeof client.updateTemplateCard>[1];

  test('comes nested', async () => {
    const frame = await press(await post());
    expect(frame.body).toMatchObject({
      msgtype: 'event',
      chatid: 'wrOPS',
      from: { userid: 'li' },
      event: {
        eventtype: 'template_card_event',
        template_card_event: { card_type: 'button_interaction', event_key: 'acknowledge.1.T1', task_id: 'T1_1' },
      },
    });
  });

  test('comes flat where a test wants that', async () => {
    stand.fake.faults.hasFlatTaps = true;
    const frame = await press(await post());
    expect(frame.body).toMatchObject({ event: { event_key: 'acknowledge.1.T1', task_id: 'T1_1' } });
  });

  test('brings what is chosen on the card, and what stands there already', async () => {
    const options = [
      { id: '5', text: '满意' },
      { id: '1', text: '不满意' },
    ];
    const id = await post({ button_selection: { question_key: 'q', option_list: options, selected_id: '5' } });
    await stand.fake.people.tap({ messageId: id, from: 'li', key: 'acknowledge.1.T1', chosen: { q: '1' } });
    await stand.fake.people.tap({ messageId: id, from: 'li', key: 'acknowledge.1.T1' });
    await heard(2);
    const ids = stand.heard.map(({ body }) => JSON.stringify(body).match(/"option_id":\["(\d)"\]/)?.[1]);
    expect(ids).toEqual(['1', '5']);
  });

  test('is impossible where the card has no such button', async () => {
    const id = await post();
    await expect(stand.fake.people.tap({ messageId: id, from: 'li', key: 'resolve.1.T1' })).rejects.toThrow(
      'no button',
    );
  });

  test('changes the card for everybody, or for those who are named', async () => {
    const frame = await press(await post());
    await client.updateTemplateCard(frame, taken('李工已接单'));
    expect([cardOf('li'), cardOf('wang')]).toEqual(['李工已接单', '李工已接单']);
    await client.updateTemplateCard(frame, taken('只给李工'), ['li']);
    expect([cardOf('li'), cardOf('wang')]).toEqual(['只给李工', '李工已接单']);
  });

  test('can be answered for five seconds', async () => {
    const frame = await press(await post());
    stand.pass(5000);
    await client.updateTemplateCard(frame, taken('正好'));
    stand.pass(1);
    await expect(client.updateTemplateCard(frame, taken('太晚'))).rejects.toMatchObject({ errcode: 846605 });
    expect(cardOf('li')).toBe('正好');
  });

  test("with another card's task_id in the answer changes nothing, and says that all is well", async () => {
    const frame = await press(await post());
    const other = { ...taken('别的卡片'), task_id: 'T2_1' };
    await expect(client.updateTemplateCard(frame, other)).resolves.toMatchObject({ errcode: 0 });
    expect(cardOf('li')).toBe('空调不制冷');
  });

  test('is not answered by a message', async () => {
    const frame = await press(await post());
    await expect(client.reply(frame, markdown('好的'))).rejects.toMatchObject({ errcode: 846605 });
  });

  test('on a screen that was not refreshed names the old button', async () => {
    const id = await post();
    const frame = await press(id);
    const closed = { ...taken('已办结'), button_list: [{ text: '详情', style: 2, key: 'show.2.T1' }] };
    await client.updateTemplateCard(frame, closed);
    await expect(stand.fake.people.tap({ messageId: id, from: 'wang', key: 'acknowledge.1.T1' })).rejects.toThrow();
    const onOldScreen = { messageId: id, from: 'wang', key: 'acknowledge.1.T1', onOldScreen: true } as const;
    expect(await stand.fake.people.tap(onOldScreen)).toBe('delivered');
  });
});
