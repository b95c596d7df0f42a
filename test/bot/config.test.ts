import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { InvalidConfig, loadEnvFile, readConfig, readUsableConfig } from '../../bot/config.ts';

describe('settings', () => {
  test('everything has a default: a file database, the loopback address, the sandbox', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: 'file:./data/dutybell.db',
      contractsDir: expect.stringMatching(/contracts$/),
      logLevel: 'info',
      hasSandbox: true,
    });
  });

  test('an empty value is none', () => {
    expect(readConfig({ PORT: '', INSTANCE_ID: ' ', SANDBOX: '' })).toEqual(readConfig({}));
  });

  test('whoever watches the terminal gets warnings only, unless he asks', () => {
    expect(readConfig({}, true).logLevel).toBe('warn');
    expect(readConfig({ LOG_LEVEL: 'debug' }, true).logLevel).toBe('debug');
  });

  test('the example names every setting with its default, and nothing else', () => {
    const example = parseEnv(readFileSync('.env.example', 'utf8'));
    expect(readConfig(example)).toEqual(readConfig({}));
    const folder = mkdtempSync(join(tmpdir(), 'dutybell-env-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const file = join(folder, '.env');
    writeFileSync(
      file,
      Object.keys(example)
        .map((name) => `${name}=`)
        .join('\n'),
    );
    expect(loadEnvFile(file)).toEqual([]);
    writeFileSync(file, 'PROT=3001\n');
    expect(loadEnvFile(file)).toEqual(['PROT']);
    expect(loadEnvFile(join(folder, 'none'))).toEqual([]);
  });

  test.each([
    ['docs/wecom.md', 6],
    ['docs/wecom.zh-CN.md', 6],
    ['docs/dingtalk.md', 7],
    ['docs/dingtalk.zh-CN.md', 7],
  ])('whoever copies the example finds the lines of %s in it, in that order', (guide, count) => {
    const [, block = ''] = /```sh\n((?:WECOM|DINGTALK)_[\s\S]*?)```/.exec(readFileSync(guide, 'utf8')) ?? [];
    const written = block
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    const lines = readFileSync('.env.example', 'utf8')
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(written).toHaveLength(count);
    expect(lines.filter((name) => written.includes(name))).toEqual(written);
  });

  test.each(['dingtalk:0147...', 'dingtalk:0147..., wecom:li', 'wecom:li,dingtalk:0147…'])(
    'a guide’s placeholder is no administrator: %s',
    (ADMINS) => {
      expect(() => readConfig({ ADMINS })).toThrow(
        /^ADMINS: the value ".*" can't be used, its dots stand for the true one; /,
      );
    },
  );

  test.each([
    [{ PORT: '65535' }, { port: 65_535 }],
    [{ PORT: '0' }, { port: 0 }],
    [
      { SANDBOX: 'off', HOST: '0.0.0.0' },
      { hasSandbox: false, host: '0.0.0.0' },
    ],
    [{ HOST: '::1' }, { host: '::1' }],
    [{ PUBLIC_URL: 'https://bell.example//' }, { publicUrl: 'https://bell.example' }],
    [{ PUBLIC_URL: 'https://bell.example/duty/robot/' }, { publicUrl: 'https://bell.example/duty/robot' }],
    [{ DATABASE_URL: 'mysql://u:p@h:3306/d' }, { databaseUrl: 'mysql://u:p@h:3306/d' }],
  ])('%j', (env, expected) => {
    expect(readConfig(env)).toMatchObject(expected);
  });

  test.each([
    [{ PORT: '65536' }, 'PORT: the value "65536" can\'t be used; write a number from 0 to 65535'],
    [{ PORT: 'abc' }, 'PORT: the value "abc"'],
    [{ PORT: '-1' }, 'PORT: the value "-1"'],
    [{ SANDBOX: 'yes' }, 'SANDBOX: the value "yes" can\'t be used; write auto, on or off'],
    [{ LOG_LEVEL: 'verbose' }, 'LOG_LEVEL: the value "verbose" can\'t be used; write one of trace'],
    [{ INSTANCE_ID: '广州' }, 'INSTANCE_ID: the value "广州"'],
    [{ PUBLIC_URL: 'dutybell.example' }, 'PUBLIC_URL: the value "dutybell.example"'],
    [{ PUBLIC_URL: 'ftp://dutybell.example' }, 'PUBLIC_URL: the value "ftp://dutybell.example"'],
    [
      { PUBLIC_URL: 'https://bell.example/duty/wecom/callback/' },
      "can't be used: the program adds /wecom/callback to it by itself; write PUBLIC_URL=https://bell.example/duty",
    ],
    [
      { PUBLIC_URL: 'https://bell.example/dingtalk/robot' },
      'PUBLIC_URL: the value "https://bell.example/dingtalk/robot" can\'t be used: the program adds /dingtalk/robot to it by itself; write PUBLIC_URL=https://bell.example',
    ],
    [{ PUBLIC_URL: 'https://bell.example/dingtalk/card' }, 'the program adds /dingtalk/card to it by itself'],
    [{ PUBLIC_URL: 'https://bell.example:8443/dingtalk/confirm' }, 'write PUBLIC_URL=https://bell.example:8443'],
    [
      { PUBLIC_URL: 'https://bell.example/duty/?from=group' },
      'no path can be added behind "?"; write PUBLIC_URL=https://bell.example/duty',
    ],
    [{ PUBLIC_URL: 'https://bell.example/?' }, 'behind "?"; write PUBLIC_URL=https://bell.example'],
    [{ PUBLIC_URL: 'https://bell.example#top' }, 'behind "#"; write PUBLIC_URL=https://bell.example'],
    [
      { PUBLIC_URL: 'https://li:pass@bell.example' },
      'PUBLIC_URL: the value "https://***@bell.example" can\'t be used: everybody would read the name and the password in it; write PUBLIC_URL=https://bell.example',
    ],
    [{ HOST: '0.0.0.0' }, 'write HOST=127.0.0.1, or SANDBOX=off'],
    [{ HOST: '127.0.0.2' }, 'write HOST=127.0.0.1, or SANDBOX=off'],
    [{ HOST: '127.evil.example' }, 'write HOST=127.0.0.1, or SANDBOX=off'],
  ])('%j is refused with its name and a remedy', (env, message) => {
    expect(() => readConfig(env)).toThrow(InvalidConfig);
    expect(() => readConfig(env)).toThrow(message);
  });

  test('a database’s address is not repeated: it may hold a password', () => {
    const refusal = () => readConfig({ DATABASE_URL: 'postgres://u:secret@h/d' });
    expect(refusal).toThrow('DATABASE_URL');
    expect(refusal).not.toThrow('secret');
  });

  test('everything that is wrong is named at once', () => {
    expect(() => readConfig({ PORT: 'x', SANDBOX: 'y' })).toThrow(/PORT.*\n.*SANDBOX/);
  });
});

describe('settings of WeCom', () => {
  const socket = { WECOM_BOT_ID: 'bot-1', WECOM_BOT_SECRET: 'secret-1' };
  const aesKey = 'k'.repeat(43);
  const PUBLIC_URL = 'https://dutybell.example.gov.cn';
  const callback = { PUBLIC_URL, WECOM_CALLBACK_TOKEN: 'token-1', WECOM_CALLBACK_AES_KEY: aesKey };
  const app = { WECOM_CORP_ID: 'ww1', WECOM_APP_SECRET: 'secret-2', WECOM_AGENT_ID: '1000002' };

  test('a bot’s id and secret make the long connection, and the sandbox is off unless it is asked for', () => {
    const config = readConfig(socket);
    expect(config.hasSandbox).toBe(false);
    expect(config.wecom).toEqual({
      botName: '值班铃',
      entrance: {
        kind: 'socket',
        botId: 'bot-1',
        secret: 'secret-1',
        wsUrl: 'wss://openws.work.weixin.qq.com',
      },
      apiBase: 'https://qyapi.weixin.qq.com',
      webhooks: new Map(),
    });
    expect(readConfig({ ...socket, SANDBOX: 'on' }).hasSandbox).toBe(true);
    expect(readConfig({}).wecom).toBeUndefined();
    expect(readConfig({ ...socket, HOST: '0.0.0.0' }).host).toBe('0.0.0.0');
  });

  test.each([
    [callback, { entrance: { kind: 'callback', token: 'token-1', aesKey, receiveId: '' } }],
    [
      { ...callback, WECOM_CALLBACK_RECEIVE_ID: 'ww1' },
      { entrance: { kind: 'callback', token: 'token-1', aesKey, receiveId: 'ww1' } },
    ],
    [{ ...socket, WECOM_BOT_NAME: '小铃' }, { botName: '小铃' }],
    [
      { ...socket, WECOM_WS_URL: 'ws://127.0.0.1:9000/', WECOM_API_BASE: 'http://localhost:9001' },
      { entrance: { wsUrl: 'ws://127.0.0.1:9000' }, apiBase: 'http://localhost:9001' },
    ],
    [{ ...socket, WECOM_WEBHOOK_KEY: 'aaaa-bbbb' }, { webhooks: new Map([['*', 'aaaa-bbbb']]) }],
    [{ ...socket, WECOM_WEBHOOK_KEY: 'key=aaaa-bbbb' }, { webhooks: new Map([['*', 'aaaa-bbbb']]) }],
    [
      { ...socket, WECOM_WEBHOOK_KEY: ' https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=aaaa-bbbb ' },
      { webhooks: new Map([['*', 'aaaa-bbbb']]) },
    ],
    [
      { ...socket, WECOM_WEBHOOK_KEY: 'wrAB=aaaa-bbbb,wrCD=cccc-dddd' },
      {
        webhooks: new Map([
          ['wrAB', 'aaaa-bbbb'],
          ['wrCD', 'cccc-dddd'],
        ]),
      },
    ],
    [{ ...socket, ...app }, { app: { corpId: 'ww1', secret: 'secret-2', agentId: 1_000_002 } }],
    [
      { ...socket, WECOM_CORP_ID: 'ww1', WECOM_CALL_SECRET: 'secret-3' },
      { call: { corpId: 'ww1', secret: 'secret-3' } },
    ],
  ])('%j', (env, expected) => {
    expect(readConfig(env).wecom).toMatchObject(expected);
  });

  test.each<[Record<string, string>, string]>([
    [
      { WECOM_BOT_ID: 'bot-1' },
      'WECOM_BOT_SECRET: is missing, and WECOM_BOT_ID is of no use without it; copy the Secret',
    ],
    [{ WECOM_BOT_SECRET: 's' }, 'WECOM_BOT_ID: is missing'],
    [{ WECOM_CALLBACK_TOKEN: 't' }, 'WECOM_CALLBACK_AES_KEY: is missing'],
    [{ ...callback, WECOM_CALLBACK_AES_KEY: 'k'.repeat(42) }, "WECOM_CALLBACK_AES_KEY: the value can't be used; copy"],
    [{ ...socket, ...callback }, 'WeCom takes one way in'],
    [{ WECOM_WEBHOOK_KEY: 'aaaa-bbbb' }, 'WECOM_WEBHOOK_KEY: there is no way in to WeCom; write WECOM_BOT_ID'],
    [{ ...socket, WECOM_AGENT_ID: '1' }, 'WECOM_CORP_ID: is missing, and WECOM_AGENT_ID is of no use without it'],
    [{ ...socket, WECOM_CALL_SECRET: 's' }, 'WECOM_CORP_ID: is missing'],
    [{ ...socket, WECOM_CALL_SECRET: '密' }, '紧急通知 → 可调用接口的应用 (it may be that of WECOM_APP_SECRET)'],
    [{ ...socket, WECOM_CORP_ID: 'ww1' }, 'WECOM_CORP_ID: is of no use alone'],
    [{ ...callback, WECOM_WS_URL: 'wss://gateway.example' }, 'WECOM_BOT_ID: is missing'],
    [{ ...socket, WECOM_WS_URL: 'ws://gateway.example' }, 'WECOM_WS_URL: the value "ws://gateway.example"'],
    [{ ...socket, WECOM_API_BASE: 'http://gateway.example' }, 'WECOM_API_BASE: the value'],
    [{ ...socket, WECOM_AGENT_ID: 'x' }, 'WECOM_AGENT_ID: the value "x"'],
    [{ ...socket, WECOM_WEBHOOK_KEY: 'aaaa-bbbb,cccc-dddd' }, "WECOM_WEBHOOK_KEY: the value can't be used"],
    [
      { ...socket, WECOM_WEBHOOK_KEY: 'wrAB=https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=aaaa-bbbb' },
      "WECOM_WEBHOOK_KEY: the value can't be used; for the only group write what stands behind key=",
    ],
    [{ ...socket, WECOM_BOT_ID: 'aib...' }, 'WECOM_BOT_ID: the value "aib..." can\'t be used, its dots stand for'],
    [{ ...socket, WECOM_BOT_SECRET: '...' }, "WECOM_BOT_SECRET: the value can't be used, its dots stand for"],
    [{ ...socket, WECOM_BOT_SECRET: 'ab cd' }, "WECOM_BOT_SECRET: the value can't be used, it has a blank in it; copy"],
    [{ ...socket, WECOM_BOT_NAME: '@值班铃' }, 'without the @ and without quotes'],
    [{ ...socket, WECOM_BOT_NAME: '“值班铃”' }, 'without the @ and without quotes'],
    [{ ...socket, WECOM_BOT_NAME: 'ֵ\uFFFD\uFFFD' }, 'the file is not saved as UTF-8'],
  ])('%j is refused with its name and a remedy', (env, message) => {
    expect(() => readConfig(env)).toThrow(InvalidConfig);
    expect(() => readConfig(env)).toThrow(message);
  });

  test.each<[Record<string, string>, object, string[]]>([
    [socket, { wecom: { botName: '值班铃' } }, []],
    [
      { ...socket, WECOM_BOT_NAME: '@小铃', PORT: 'x' },
      { port: 3000, wecom: { botName: '值班铃' } },
      ['PORT', 'WECOM_BOT_NAME'],
    ],
    [{ ...socket, WECOM_BOT_SECRET: 'a b', INSTANCE_ID: 'gz' }, { instanceId: 'gz' }, ['WECOM_BOT_SECRET']],
    [{ WECOM_BOT_ID: 'bot-1', INSTANCE_ID: 'gz' }, { instanceId: 'gz' }, ['WECOM_BOT_SECRET']],
    [{ ...socket, ...callback, INSTANCE_ID: 'gz' }, { instanceId: 'gz' }, ['WECOM_BOT_ID and WECOM_CALLBACK_TOKEN']],
    [{ HOST: '0.0.0.0', PORT: '1' }, { host: '127.0.0.1', port: 1 }, ['HOST']],
    [{ ...socket, PUBLIC_URL: `${PUBLIC_URL}/dingtalk/robot` }, { wecom: { botName: '值班铃' } }, ['PUBLIC_URL']],
  ])('of %j what is right can be used', (env, config, wrong) => {
    const usable = readUsableConfig(env);
    expect(usable.config).toMatchObject(config);
    expect(usable.problems.map((problem) => problem.split(':')[0])).toEqual(wrong);
  });

  test('a secret is not repeated', () => {
    const refusal = () => readConfig({ ...socket, WECOM_WEBHOOK_KEY: 'top secret', WECOM_BOT_SECRET: 'top secret' });
    expect(refusal).toThrow('WECOM_BOT_SECRET');
    expect(refusal).not.toThrow('top secret');
  });

  test.each([
    ['wecom:zhangsan', [{ platform: 'wecom', userId: 'zhangsan' }]],
    [
      'wecom:zhangsan, sandbox:li:si',
      [
        { platform: 'wecom', userId: 'zhangsan' },
        { platform: 'sandbox', userId: 'li:si' },
      ],
    ],
  ])('ADMINS=%s', (ADMINS, expected) => {
    expect(readConfig({ ADMINS }).admins).toEqual(expected);
    expect(() => readConfig({ ADMINS: 'zhangsan' })).toThrow('ADMINS: the value "zhangsan"');
  });

  test.each(['wechat:zhangsan', 'wecom:zhangsan,wexin:lisi', 'xwecom:zhangsan', 'wecoms:zhangsan'])(
    'a platform that is none is no ADMINS: %s',
    (ADMINS) => {
      expect(() => readConfig({ ADMINS })).toThrow('PLATFORM is one of wecom, dingtalk, sandbox');
    },
  );

  test.each([
    ['behind a proxy', { HOST: '127.0.0.1' }, 'PUBLIC_URL: is missing'],
    ['where the proxy is to find it', { HOST: '127.0.0.1', PUBLIC_URL }, undefined],
    ['on an address of the network', { HOST: '0.0.0.0' }, undefined],
  ])('whoever serves the callback %s says under which name', (_name, env, problem) => {
    const { PUBLIC_URL: _, ...named } = callback;
    const read = () => readConfig({ ...named, ...env });
    if (problem === undefined) expect(read).not.toThrow();
    else expect(read).toThrow(problem);
  });
});
