// What the operator is told: right where all is right, and where something is wrong, what it is and where to click.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import Koa from 'koa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CATALOGUES } from '../../../cards/language.ts';
import { dingtalkPlaces } from '../../../cards/text.zh.doctor.ts';
import { civilDate } from '../../../domain/civil.ts';
import { HOUR, MINUTE } from '../../../domain/types.ts';
import { CARD_VARIABLES } from '../../../platforms/dingtalk/card-contract.ts';
import { examineDingtalk } from '../../../platforms/dingtalk/doctor.ts';
import type { Examination } from '../../../platforms/dingtalk/examination.ts';
import { CARD_PATH, dingtalkRoutes, ROBOT_PATH } from '../../../platforms/dingtalk/http-route.ts';
import { createTapLinks } from '../../../platforms/dingtalk/tap-links.ts';
import { tapPageRoutes } from '../../../platforms/dingtalk/tap-pages.ts';
import type { DingtalkSettings } from '../../../platforms/dingtalk/types.ts';
import { type Finding, ok } from '../../../platforms/finding.ts';
import { type FakeDingtalk, startFakeDingtalk } from '../../fakes/dingtalk/server.ts';
import { forbidden } from '../../fakes/dingtalk/templates.ts';
import { memoryNotes } from '../../support/memory-notes.ts';

const APP = { clientId: 'ding-app-1', clientSecret: 'secret-of-the-app', robotCode: 'ding-app-1' };
const TEMPLATE = '2c278d79-fc0b-41b4-b14e-8b8089dc08e8.schema';
const ROBOT = { token: 'token-of-the-robot', secret: 'SECof-the-robot' };
const CARD_SECRET = 'secret-of-the-cards';
const GROUP = 'cidGROUP==';
const LINE = '测试';

let fake: FakeDingtalk;
const servers: Server[] = [];
beforeEach(async () => {
  const variables = CARD_VARIABLES.map(({ name }) => name);
  const template = { id: TEMPLATE, name: '值班铃工单', variables, isPublished: true };
  fake = await startFakeDingtalk({ app: APP, botName: '值班铃', templates: [template], now: () => Date.now() });
  fake.members.addGroup({ chatId: GROUP, title: '运维群', robot: ROBOT });
});
afterEach(async () => {
  await fake.close();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

function settings(more: Partial<DingtalkSettings> = {}): DingtalkSettings {
  return {
    ...{ ...APP, botName: '值班铃', entrance: { kind: 'stream' }, robots: new Map() },
    ...{ apiBase: fake.apiBase, oapiBase: fake.oapiBase, cardTemplateId: TEMPLATE },
    ...{ isEconomy: false, monthly: { calls: 5_000, messages: 3_000 } },
    ...more,
  };
}

const robots = (chat = GROUP) => new Map([[chat, { accessToken: ROBOT.token, secret: ROBOT.secret }]]);
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** As long as nobody has made a card template. */
function withoutTemplate(more: Partial<DingtalkSettings> = {}): DingtalkSettings {
  const { cardTemplateId: _none, ...plain } = settings(more);
  return plain;
}

type More = Partial<Examination> & { readonly aheadMs?: number };

async function found(
  about: string,
  given: Partial<DingtalkSettings> = {},
  more: More = {},
): Promise<readonly Finding[]> {
  const { aheadMs = 0, ...rest } = more;
  const deps = {
    clock: { now: () => Date.now() + aheadMs },
    http: fetch,
    log: silent,
    random: () => 0.5,
    pause: (_ms: number, signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  };
  const all = await examineDingtalk({ settings: settings(given), deps, places: dingtalkPlaces, ...rest });
  expect(JSON.stringify(all), 'a secret was told').not.toMatch(/secret-of|SECof|token-of/);
  return all.filter((finding) => finding.about === about);
}

/** @returns where it is */
async function listening(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function serving(router: Router): Promise<string> {
  const handle = new Koa().use(router.routes()).callback();
  return listening(createServer((request, response) => void handle(request, response)));
}

describe('credentials', () => {
  test('are right', async () => {
    expect(await found('credentials')).toMatchObject([{ grade: 'ok' }]);
  });

  test('are wrong, and the place of the right ones is named', async () => {
    const [finding] = await found('credentials', { clientSecret: 'secret-of-another' });
    expect(finding).toMatchObject({ grade: 'bad', seen: expect.stringContaining('DINGTALK_CLIENT_SECRET') });
    expect(finding?.remedy).toContain('凭证与基础信息');
  });

  test('could not be tried', async () => {
    expect(await found('credentials', { apiBase: 'http://127.0.0.1:9' })).toMatchObject([
      { grade: 'bad', remedy: expect.stringContaining('127.0.0.1 on port 9') },
    ]);
  });
});

describe('permissions', () => {
  test('are there, and nothing is changed or posted to learn it', async () => {
    expect(await found('messages')).toMatchObject([
      { grade: 'ok', seen: expect.stringContaining('qyapi_robot_sendmsg') },
    ]);
    expect(await found('cards')).toMatchObject([
      { grade: 'ok', seen: expect.stringContaining('Card.Instance.Write') },
      { grade: 'warn', seen: expect.stringContaining(`${TEMPLATE} is set, not tried`) },
    ]);
    expect(fake.rooms.messages).toEqual([]);
  });

  test.each([
    ['/v1.0/robot/messageFiles/download', 'messages', 'qyapi_robot_sendmsg'],
    ['/v1.0/card/instances', 'cards', 'Card.Instance.Write'],
  ])('%s is not allowed: the permission is named, and that the app has to be released', async (path, about, scope) => {
    fake.faults.refuse = (asked) => (asked.path === path ? forbidden(scope) : undefined);
    const [finding] = await found(about);
    expect(finding).toMatchObject({ grade: 'bad', remedy: expect.stringContaining(scope) });
    expect(finding?.remedy).toContain('版本管理与发布');
  });

  test('of cards is not asked without a template: each question costs a call', async () => {
    await found('cards', {}, { settings: withoutTemplate() });
    expect(fake.log.requests('PUT /v1.0/card/instances')).toEqual([]);
  });

  test('this machine is not among the trusted ones', async () => {
    const code = 'Forbidden.AccessDenied.IpNotInWhiteList';
    fake.faults.refuse = () => ({ status: 403, body: { requestid: '1', code, message: 'request ip=203.0.113.7' } });
    const [finding] = await found('credentials');
    expect(finding).toMatchObject({ grade: 'bad', seen: expect.stringContaining('203.0.113.7') });
    expect(finding?.remedy).toContain('服务器出口 IP');
  });
});

describe('the Stream connection', () => {
  test('is right, and is given back', async () => {
    expect(await found('connection')).toMatchObject([{ grade: 'ok' }]);
    expect(fake.gateway.opens).toBe(1);
  });

  test('is refused', async () => {
    fake.faults.gateway = 'unauthorized';
    expect(await found('connection')).toMatchObject([
      { grade: 'bad', seen: expect.stringContaining('refuses DINGTALK_CLIENT_ID') },
    ]);
  });

  test('can’t be made', async () => {
    fake.faults.gateway = 'html';
    const [finding] = await found('connection');
    expect(finding).toMatchObject({ grade: 'bad', remedy: expect.stringMatching(/127\.0\.0\.1 on port \d+/) });
  });

  test('can’t be made without a network: nothing of the app’s is suspected', async () => {
    const [finding] = await found('connection', { apiBase: 'http://127.0.0.1:2' });
    expect(finding).toMatchObject({ grade: 'bad', seen: expect.stringContaining('ECONNREFUSED') });
    expect(finding?.remedy).toMatch(/^let this machine reach [^;]*$/);
  });

  test('can’t be made though DingTalk answers: the app is looked at as well', async () => {
    fake.faults.gateway = 'html';
    const [finding] = await found('connection');
    expect(finding?.remedy).toContain('版本管理与发布');
  });

  test('is not tried where a program has it: DingTalk would give it that one’s messages', async () => {
    const findings = await found('connection', {}, { whyNotConnect: 'a running program holds it' });
    expect(findings).toMatchObject([{ grade: 'ok', seen: 'not tried: a running program holds it' }]);
    expect(fake.gateway.opens).toBe(0);
  });
});

describe('the clock', () => {
  test.each([
    [0, 'ok'],
    [62_000, 'bad'],
  ])('is %i ms off', async (aheadMs, grade) => {
    expect(await found('clock', {}, { aheadMs })).toMatchObject([{ grade }]);
  });

  test.each(['apiBase', 'oapiBase'] as const)('%s is not reached', async (base) => {
    expect(await found('api', { [base]: 'http://127.0.0.1:9' })).toMatchObject([{ grade: 'warn' }]);
  });
});

describe('cards', () => {
  test('without a template it is said what people see instead', async () => {
    expect(await found('cards', {}, { settings: withoutTemplate() })).toMatchObject([
      {
        grade: 'warn',
        seen: expect.stringContaining('tickets are text'),
        remedy: expect.stringContaining('templates/dingtalk/dutybell-card.json'),
      },
    ]);
    expect(await found('links', {}, { settings: withoutTemplate() })).toMatchObject([{ grade: 'warn' }]);
  });

  test('are posted with --send, with the values that the template knows', async () => {
    const findings = await found('cards', {}, { testLine: LINE, groups: [GROUP] });
    expect(findings.map(({ grade }) => grade)).toEqual(['ok', 'ok']);
    expect(fake.log.requests('POST /v1.0/card/instances/createAndDeliver')).toMatchObject([
      { cardTemplateId: TEMPLATE, cardData: { cardParamMap: { title: '值班铃', content: LINE, btns: '[]' } } },
    ]);
    expect(fake.log.complaints.filter(({ what }) => what.includes('createAndDeliver'))).toEqual([]);
  });

  test.each([
    ['without --send', {}],
    ['without a group', { testLine: LINE, groups: [] }],
  ])('are not called right %s: only a post shows whether there is such a template', async (_name, more) => {
    const [, finding] = await found('cards', { cardTemplateId: 'none.schema' }, more);
    expect(finding).toMatchObject({
      grade: 'warn',
      seen: expect.stringContaining('none.schema is set, not tried'),
      remedy: expect.stringContaining('doctor --send'),
    });
  });

  test('are right without --send once DingTalk took one of that template, until it refuses one', async () => {
    const notes = memoryNotes();
    const looked = async (more: More = {}) => (await found('cards', {}, { notes, ...more })).at(-1);
    expect(await looked()).toMatchObject({ grade: 'warn' });
    await looked({ testLine: LINE, groups: [GROUP] });
    const day = civilDate(Date.now());
    expect(await looked()).toEqual(ok('cards', `DingTalk took a card of the template ${TEMPLATE} on ${day}`));
    expect((await found('cards', { cardTemplateId: 'none.schema' }, { notes })).at(-1)).toMatchObject({
      grade: 'warn',
    });
    fake.templates.all.set(TEMPLATE, { id: TEMPLATE, name: '', variables: [], isPublished: false });
    await looked({ testLine: LINE, groups: [GROUP] });
    expect(await looked()).toMatchObject({ grade: 'warn' });
  });

  test.each([
    ['none.schema', true, 'param.templateNotExist', '关联应用'],
    [TEMPLATE, false, 'param.templateUnpublished', '发布'],
  ])('by %s, published: %s', async (cardTemplateId, isPublished, code, remedy) => {
    const variables = CARD_VARIABLES.map(({ name }) => name);
    fake.templates.all.set(TEMPLATE, { id: TEMPLATE, name: '', variables, isPublished });
    const findings = await found('cards', { cardTemplateId }, { testLine: LINE, groups: [GROUP] });
    expect(findings.at(-1)).toMatchObject({ grade: 'bad', seen: expect.stringContaining(code) });
    expect(findings.at(-1)?.remedy).toContain(remedy);
  });
});

describe('custom robots', () => {
  test('none: people are rung in private later', async () => {
    const [finding] = await found('robot', {}, { testLine: LINE });
    expect(finding).toMatchObject({ grade: 'warn', seen: expect.stringContaining('nothing was sent') });
    expect(finding?.remedy).toContain('自定义');
  });

  test('are not tried without being told to: each try is a message in the group', async () => {
    expect(await found('robot', { robots: robots() })).toMatchObject([{ grade: 'ok' }]);
    expect(fake.log.requests('POST /robot/send')).toEqual([]);
  });

  test('are tried with --send, and the line rings nobody', async () => {
    expect(await found('robot', { robots: robots() }, { testLine: LINE })).toMatchObject([{ grade: 'ok' }]);
    expect(fake.log.requests('POST /robot/send')).toEqual([{ msgtype: 'text', text: { content: LINE } }]);
  });

  test('one with another secret', async () => {
    const wrong = new Map([['*', { accessToken: ROBOT.token, secret: 'SECof-another' }]]);
    const [finding] = await found('robot', { robots: wrong }, { testLine: LINE });
    expect(finding).toMatchObject({ grade: 'bad', seen: expect.stringContaining('310000') });
  });

  test('one without a secret', async () => {
    const open = new Map([['*', { accessToken: ROBOT.token }]]);
    expect(await found('robot', { robots: open })).toMatchObject([
      { grade: 'warn', remedy: expect.stringContaining('TOKEN:SECRET') },
    ]);
  });
});

describe('links', () => {
  const linksFound = (publicUrl: string) => found('links', {}, { settings: withoutTemplate({ publicUrl }) });

  test('lead to the bot’s own pages', async () => {
    const router = new Router();
    const words = { ...CATALOGUES.zh.dingtalk, en: CATALOGUES.en.dingtalk };
    const publicUrl = 'https://bot.example';
    tapPageRoutes(router, {
      ...{ botName: '值班铃', clock: { now: () => Date.now() }, log: silent, words, notes: memoryNotes() },
      links: createTapLinks({ clientSecret: APP.clientSecret, publicUrl }),
      async take() {
        throw new Error('nothing may be taken');
      },
    });
    expect(await linksFound(await serving(router))).toMatchObject([
      { grade: 'ok' },
      { grade: 'warn', seen: expect.stringContaining('can’t reach 127.0.0.1') },
    ]);
  });

  test('are none where others could read them', async () => {
    expect(await linksFound('http://bot.invalid')).toMatchObject([
      {
        grade: 'warn',
        seen: expect.stringContaining('PUBLIC_URL is not https'),
        remedy: expect.stringContaining('https'),
      },
    ]);
  });

  test('lead somewhere else, or nowhere', async () => {
    const other = await listening(createServer((_request, response) => response.writeHead(404).end()));
    expect(await linksFound(other)).toMatchObject([{ grade: 'bad' }, { grade: 'warn' }]);
    expect(await linksFound('http://127.0.0.1:9')).toMatchObject([{ grade: 'warn' }, { grade: 'warn' }]);
  });
});

test.each([
  ['app', false],
  ['phone', true],
] as const)('DING by %s is told and nobody is rung', async (ding, costs) => {
  const [finding] = await found('ding', { ding });
  expect(finding?.grade).toBe('ok');
  expect(finding?.seen.includes('costs money')).toBe(costs);
  expect(fake.robot.dings).toEqual([]);
});

describe('HTTP callbacks', () => {
  const entrance = { kind: 'http', cardSecret: CARD_SECRET } as const;
  /** The bot's own addresses. @returns where they are */
  function doors(secrets: { readonly robot?: string; readonly card?: string } = {}): Promise<string> {
    const router = new Router();
    dingtalkRoutes(router, {
      clock: { now: () => Date.now() },
      log: silent,
      clientSecret: secrets.robot ?? APP.clientSecret,
      cardSecret: secrets.card ?? CARD_SECRET,
      async take() {
        throw new Error('nothing may be taken');
      },
    });
    return serving(router);
  }

  test('answer as the bot does, and no connection is opened', async () => {
    const publicUrl = await doors();
    expect(await found('callback', { entrance, publicUrl })).toMatchObject([
      { grade: 'ok', seen: expect.stringContaining(ROBOT_PATH) },
      { grade: 'ok', seen: expect.stringContaining(CARD_PATH) },
      { grade: 'warn', seen: expect.stringContaining('can’t reach 127.0.0.1') },
    ]);
    expect(fake.gateway.opens).toBe(0);
  });

  test.each([
    [{ robot: 'another' }, ['bad', 'ok', 'warn'], 'DINGTALK_CLIENT_SECRET'],
    [{ card: 'another' }, ['ok', 'bad', 'warn'], 'DINGTALK_CARD_SECRET'],
  ])('run with other secrets: %j', async (secrets, grades, setting) => {
    const findings = await found('callback', { entrance, publicUrl: await doors(secrets) });
    expect(findings.map(({ grade }) => grade)).toEqual(grades);
    expect(findings.find(({ grade }) => grade === 'bad')?.remedy).toContain(setting);
  });

  test.each([
    ['a login page', 200],
    ['a server that knows no such address', 404],
    ['one that refuses all that is empty', 400],
  ])('something else answers: %s', async (_name, status) => {
    const publicUrl = await listening(createServer((_request, response) => response.writeHead(status).end()));
    const findings = await found('callback', { entrance, publicUrl });
    expect(findings.map(({ grade }) => grade)).toEqual(['bad', 'bad', 'warn']);
  });

  test.each([
    ['that takes everything', 200, 0],
    ['that refuses everything, for a minute more', 403, 1],
  ])('nobody else learns how to speak as DingTalk: a server %s', async (_name, status, signedTimes) => {
    const seen: number[] = [];
    const handle = createServer((request, response) => {
      const timestamp = request.headers.timestamp ?? request.headers['x-ddpaas-signature-timestamp'];
      if (timestamp !== undefined) seen.push(Date.now() - Number(timestamp));
      response.writeHead(status).end();
    });
    await found('callback', { entrance, publicUrl: await listening(handle) });
    expect(seen).toHaveLength(2 * signedTimes);
    expect(Math.min(HOUR, ...seen)).toBeGreaterThanOrEqual(HOUR - MINUTE);
  });

  test('a proxy that asks under its own name is told from a wrong secret', async () => {
    const refusing = createServer((_request, response) => response.writeHead(403).end('{"error":"host_refused"}'));
    const publicUrl = await listening(refusing);
    const findings = await found('callback', { entrance, publicUrl });
    expect(findings.filter(({ grade }) => grade === 'bad')).toHaveLength(2);
    expect(findings[0]?.remedy).toContain('proxy_set_header Host $host');
    const [links] = await found('links', {}, { settings: withoutTemplate({ publicUrl }) });
    expect(links?.remedy).toContain('proxy_set_header Host $host');
  });

  test('are not there', async () => {
    const [finding] = await found('callback', { entrance, publicUrl: 'http://127.0.0.1:9' });
    expect(finding).toMatchObject({ grade: 'bad', seen: expect.stringContaining('can’t be reached') });
  });
});
