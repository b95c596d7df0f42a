import { describe, expect, test } from 'vitest';
import { InvalidConfig, readConfig, readUsableConfig } from '../../bot/config.ts';

const stream = { DINGTALK_CLIENT_ID: 'dingapp1', DINGTALK_CLIENT_SECRET: 'secret-1' };
const PUBLIC_URL = 'https://dutybell.example.gov.cn/';
const DINGTALK_CARD_SECRET = 'card-secret-01234567';
const http = { ...stream, PUBLIC_URL, DINGTALK_MODE: 'http', DINGTALK_CARD_SECRET };
const wecom = { WECOM_BOT_ID: 'bot-1', WECOM_BOT_SECRET: 'secret-1' };
const TOKEN = 'abcdef0123456789';
const SECRET = 'SECabcdef0123';

describe('settings of DingTalk', () => {
  test('an app’s id and secret make the Stream connection, and the sandbox is off unless it is asked for', () => {
    const config = readConfig(stream);
    expect(config.hasSandbox).toBe(false);
    expect(config.dingtalk).toEqual({
      botName: '值班铃',
      clientId: 'dingapp1',
      clientSecret: 'secret-1',
      robotCode: 'dingapp1',
      entrance: { kind: 'stream' },
      apiBase: 'https://api.dingtalk.com',
      oapiBase: 'https://oapi.dingtalk.com',
      robots: new Map(),
      isEconomy: false,
      monthly: { calls: 5_000, messages: 3_000 },
    });
    expect(readConfig({ ...stream, SANDBOX: 'on' }).hasSandbox).toBe(true);
    expect(readConfig({}).dingtalk).toBeUndefined();
    expect(readConfig({ ...stream, HOST: '0.0.0.0' }).host).toBe('0.0.0.0');
  });

  test('both platforms are served at once', () => {
    expect(readConfig({ ...stream, ...wecom })).toMatchObject({
      hasSandbox: false,
      wecom: { entrance: { kind: 'socket' } },
      dingtalk: { entrance: { kind: 'stream' } },
    });
  });

  test.each([
    [{ ...stream, DINGTALK_MODE: 'stream' }, { entrance: { kind: 'stream' } }],
    [
      http,
      {
        entrance: { kind: 'http', cardSecret: DINGTALK_CARD_SECRET },
        publicUrl: 'https://dutybell.example.gov.cn',
      },
    ],
    [{ ...stream, PUBLIC_URL }, { publicUrl: 'https://dutybell.example.gov.cn' }],
    [{ ...stream, DINGTALK_ROBOT_CODE: 'dingrobot1' }, { robotCode: 'dingrobot1' }],
    [{ ...stream, DINGTALK_BOT_NAME: ' 小铃 ' }, { botName: '小铃' }],
    [
      { ...stream, DINGTALK_API_BASE: 'http://localhost:9000//', DINGTALK_OAPI_BASE: 'https://oapi.gateway.example' },
      { apiBase: 'http://localhost:9000', oapiBase: 'https://oapi.gateway.example' },
    ],
    [
      { ...stream, DINGTALK_CARD_TEMPLATE_ID: '2c278d79-0000-4000-b14e-8b8089dc08e8.schema' },
      { cardTemplateId: '2c278d79-0000-4000-b14e-8b8089dc08e8.schema' },
    ],
    [
      { ...stream, DINGTALK_FILE_HOSTS: 'Files.example.gov.cn:8443, *.oss.example.gov.cn,10.1.2.3' },
      { fileHosts: ['files.example.gov.cn:8443', '*.oss.example.gov.cn', '10.1.2.3'] },
    ],
    [{ ...stream, DINGTALK_DING: 'sms' }, { ding: 'sms' }],
    [{ ...stream, DINGTALK_ECONOMY: 'on' }, { isEconomy: true }],
    [
      { ...stream, DINGTALK_MONTHLY_CALLS: '200000', DINGTALK_MONTHLY_MESSAGES: '50000' },
      { monthly: { calls: 200_000, messages: 50_000 } },
    ],
    [{ ...stream, DINGTALK_MONTHLY_CALLS: '10000' }, { monthly: { calls: 10_000, messages: 3_000 } }],
  ])('%j', (env, expected) => {
    expect(readConfig(env).dingtalk).toMatchObject(expected);
  });

  const secured = { accessToken: TOKEN, secret: SECRET };
  test.each<[string, Record<string, object>]>([
    [`${TOKEN}:${SECRET}`, { '*': secured }],
    [TOKEN, { '*': { accessToken: TOKEN } }],
    [`access_token=${TOKEN}`, { '*': { accessToken: TOKEN } }],
    [` https://oapi.dingtalk.com/robot/send?access_token=${TOKEN} `, { '*': { accessToken: TOKEN } }],
    [`https://oapi.dingtalk.com/robot/send?access_token=${TOKEN}:${SECRET}`, { '*': secured }],
    [`https://oapi.dingtalk.com/robot/send?access_token=${TOKEN}&x=1:${SECRET}`, { '*': secured }],
    [`cidAbC+/d==${'='}${TOKEN}:${SECRET}`, { 'cidAbC+/d==': secured }],
    [`cidA==${'='}${TOKEN}:${SECRET}, cidB=${TOKEN}2`, { 'cidA==': secured, cidB: { accessToken: `${TOKEN}2` } }],
  ])('DINGTALK_ROBOTS=%s', (DINGTALK_ROBOTS, robots) => {
    expect(readConfig({ ...stream, DINGTALK_ROBOTS }).dingtalk?.robots).toEqual(new Map(Object.entries(robots)));
  });

  test.each([
    ['two for the only group', `${TOKEN},${TOKEN}2`],
    ['one for the only group beside another', `cidA=${TOKEN},${TOKEN}2`],
    ['two for the same group', `cidA=${TOKEN},cidA=${TOKEN}2`],
    ['a secret that is none', `${TOKEN}:abcdef0123456`],
    ['a group’s address', `cidA=https://oapi.dingtalk.com/robot/send?access_token=${TOKEN}`],
    ['a name instead of an id', `运维群=${TOKEN}`],
    ['the dots of a guide', 'access_token=...'],
    ['nothing behind a comma', `cidA=${TOKEN},`],
  ])('robots are refused, and not repeated: %s', (_name, DINGTALK_ROBOTS) => {
    const read = () => readConfig({ ...stream, DINGTALK_ROBOTS });
    expect(read).toThrow(/^DINGTALK_ROBOTS: the value can't be used.*; for the only group write TOKEN:SECRET/);
    expect(read).not.toThrow(TOKEN);
  });

  test.each([
    ['abc', ': the token is too short;'],
    ['abc:', ': the token is too short;'],
    [`${TOKEN}:`, ': nothing stands behind the colon;'],
    [`${TOKEN}:abcdef0123456`, ': the secret does not begin with SEC;'],
    [`${TOKEN}:SECabc`, ': the secret is too short'],
    [`${TOKEN}：${SECRET}`, ': "：" is full-width; write ":";'],
    [`cidA=${TOKEN}，cidB=${TOKEN}`, ': "，" is full-width; write ",";'],
    [`${TOKEN}+:${SECRET}`, ': the token holds a sign that none has;'],
    [`${TOKEN}: ${SECRET}`, ': it has a blank in it;'],
    [`运维群=${TOKEN}`, ': what stands before "=" is no id of a group, which begins with cid;'],
    [`cidA=${TOKEN},${TOKEN}2`, ': robot 2 of 2: of several robots each has its group before it, as CID=;'],
    [`cidA=${TOKEN},cidA=${TOKEN}2`, ': robot 2 of 2: its group has one already;'],
    [`cidA=${TOKEN},`, ': robot 2 of 2: nothing stands between the commas;'],
    [
      `cidA=https://oapi.dingtalk.com/robot/send?access_token=${TOKEN}`,
      ': of a group that is named write TOKEN:SECRET, not the whole address;',
    ],
    ['access_token=...', ', its dots stand for the true one;'],
    [`cidA=...,cidB=${TOKEN}`, ', its dots stand for the true one;'],
  ])('the part of DINGTALK_ROBOTS that is wrong is named: %s', (DINGTALK_ROBOTS, flaw) => {
    expect(() => readConfig({ ...stream, DINGTALK_ROBOTS })).toThrow(`the value can't be used${flaw}`);
  });

  test.each([
    ['abc.schema', ': what stands before .schema is too short for an id;'],
    ['2c278d79-fc0b', ': it does not end in .schema;'],
    ['"2c278d79-fc0b".schema', ': what stands before .schema holds a sign that no id has;'],
    ['....schema', ', its dots stand for the true one;'],
  ])('of the id of a template it is said what is wrong: %s', (DINGTALK_CARD_TEMPLATE_ID, flaw) => {
    expect(() => readConfig({ ...stream, DINGTALK_CARD_TEMPLATE_ID })).toThrow(`can't be used${flaw}`);
  });

  test.each<[Record<string, string>, string]>([
    [
      { DINGTALK_CLIENT_ID: 'dingapp1' },
      'DINGTALK_CLIENT_SECRET: is missing, and DINGTALK_CLIENT_ID is of no use without it; copy the Client Secret',
    ],
    [{ DINGTALK_CLIENT_SECRET: 's' }, 'DINGTALK_CLIENT_ID: is missing'],
    [{ DINGTALK_ECONOMY: 'on' }, 'DINGTALK_CLIENT_ID: is missing, and DINGTALK_ECONOMY is of no use without it'],
    [{ ...stream, DINGTALK_CARD_SECRET }, 'DINGTALK_CARD_SECRET: is of no use without DINGTALK_MODE=http'],
    [
      { ...stream, PUBLIC_URL, DINGTALK_MODE: 'http' },
      'DINGTALK_CARD_SECRET: is missing, and DINGTALK_MODE=http is of no use without it; think of 16',
    ],
    [
      { ...stream, DINGTALK_MODE: 'http', DINGTALK_CARD_SECRET },
      'PUBLIC_URL: is missing, and DINGTALK_MODE=http is of no use without it',
    ],
    [
      { ...http, PUBLIC_URL: 'http://dutybell.example.gov.cn' },
      'PUBLIC_URL: is not https, and with DINGTALK_MODE=http',
    ],
    [{ ...http, DINGTALK_CARD_SECRET: 'short' }, "DINGTALK_CARD_SECRET: the value can't be used; think of 16"],
    [{ ...stream, DINGTALK_MODE: 'websocket' }, 'DINGTALK_MODE: the value "websocket" can\'t be used; write stream'],
    [{ ...stream, DINGTALK_API_BASE: 'http://gateway.example' }, 'DINGTALK_API_BASE: the value'],
    [
      { ...stream, DINGTALK_API_BASE: 'https://li:pass@gateway.example' },
      'DINGTALK_API_BASE: the value "https://***@gateway.example" can\'t be used; write https://HOST',
    ],
    [{ ...stream, DINGTALK_OAPI_BASE: 'gateway.example' }, 'DINGTALK_OAPI_BASE: the value "gateway.example"'],
    [
      { ...stream, DINGTALK_FILE_HOSTS: 'https://files.example.gov.cn' },
      'DINGTALK_FILE_HOSTS: the value "https://files',
    ],
    [{ ...stream, DINGTALK_FILE_HOSTS: '*.cn' }, 'each HOST, HOST:PORT or *.HOST, without https://'],
    [{ ...stream, DINGTALK_FILE_HOSTS: 'a.example,' }, 'DINGTALK_FILE_HOSTS: the value "a.example,"'],
    [{ DINGTALK_FILE_HOSTS: 'a.example' }, 'DINGTALK_CLIENT_ID: is missing, and DINGTALK_FILE_HOSTS is of no use'],
    [{ ...stream, DINGTALK_CARD_TEMPLATE_ID: '2c278d79-fc0b' }, 'which ends in .schema'],
    [{ ...stream, DINGTALK_DING: 'call' }, 'DINGTALK_DING: the value "call" can\'t be used; write app, sms or phone'],
    [{ ...stream, DINGTALK_ECONOMY: 'yes' }, 'DINGTALK_ECONOMY: the value "yes" can\'t be used; write on or off'],
    [{ ...stream, DINGTALK_MONTHLY_CALLS: '0' }, 'DINGTALK_MONTHLY_CALLS: the value "0"'],
    [{ ...stream, DINGTALK_MONTHLY_MESSAGES: '3,000' }, 'DINGTALK_MONTHLY_MESSAGES: the value "3,000"'],
    [{ ...stream, DINGTALK_CLIENT_ID: 'ding...' }, 'DINGTALK_CLIENT_ID: the value "ding..." can\'t be used, its dots'],
    [{ ...stream, DINGTALK_BOT_NAME: '@值班铃' }, 'without the @ and without quotes'],
  ])('%j is refused with its name and a remedy', (env, message) => {
    expect(() => readConfig(env)).toThrow(InvalidConfig);
    expect(() => readConfig(env)).toThrow(message);
  });

  test('what is wrong with both platforms is named at once', () => {
    const read = () => readConfig({ WECOM_BOT_ID: 'bot-1', DINGTALK_CLIENT_ID: 'dingapp1' });
    expect(read).toThrow(/WECOM_BOT_SECRET: is missing.*\nDINGTALK_CLIENT_SECRET: is missing/);
  });

  test('a secret is not repeated', () => {
    const given = { DINGTALK_CLIENT_SECRET: 'top secret', DINGTALK_CARD_SECRET: 'top secret' };
    const read = () => readConfig({ ...stream, ...given, DINGTALK_MODE: 'http' });
    expect(read).toThrow(/DINGTALK_CLIENT_SECRET.*\n.*DINGTALK_CARD_SECRET/);
    expect(read).not.toThrow('top secret');
  });

  test.each<[Record<string, string>, object, string[]]>([
    [{ ...stream, DINGTALK_BOT_NAME: '@小铃' }, { dingtalk: { botName: '值班铃' } }, ['DINGTALK_BOT_NAME']],
    [{ DINGTALK_CLIENT_ID: 'dingapp1', ...wecom }, { wecom: { botName: '值班铃' } }, ['DINGTALK_CLIENT_SECRET']],
    [{ ...stream, WECOM_BOT_ID: 'bot-1' }, { dingtalk: { clientId: 'dingapp1' } }, ['WECOM_BOT_SECRET']],
    [{ ...http, PUBLIC_URL: 'here', ...wecom }, { wecom: { botName: '值班铃' } }, ['PUBLIC_URL']],
  ])('of %j what is right can be used', (env, config, wrong) => {
    const usable = readUsableConfig(env);
    expect(usable.config).toMatchObject(config);
    expect(usable.problems.map((problem) => problem.split(':')[0])).toEqual(wrong);
  });

  test('what lacks another one takes nothing of the other platform with it', () => {
    expect(readUsableConfig({ DINGTALK_CLIENT_ID: 'dingapp1', ...wecom }).config.dingtalk).toBeUndefined();
    expect(readUsableConfig({ ...stream, WECOM_BOT_ID: 'bot-1' }).config.wecom).toBeUndefined();
  });

  test.each<[string, Record<string, string>]>([
    ['the way in', { DINGTALK_MODE: 'webhook' }],
    ['the way in, with what goes with the other one', { DINGTALK_MODE: 'HTTP', DINGTALK_CARD_SECRET, PUBLIC_URL }],
    ['the gateway', { DINGTALK_API_BASE: 'gateway.example' }],
    ['the old gateway', { DINGTALK_OAPI_BASE: 'http://gateway.example' }],
  ])('a DingTalk of which nobody knows %s is not looked at by another, and WeCom is', (_name, wrong) => {
    const { config, problems } = readUsableConfig({ ...stream, ...wrong, ...wecom, WECOM_BOT_NAME: '@小铃' });
    expect([config.dingtalk, config.wecom?.botName]).toEqual([undefined, '值班铃']);
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(
      expect.arrayContaining(['WECOM_BOT_NAME', Object.keys(wrong)[0]]),
    );
    expect(problems).toHaveLength(2);
  });
});
