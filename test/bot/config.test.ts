import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { InvalidConfig, loadEnvFile, readConfig } from '../../bot/config.ts';

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
    [{ PORT: '65535' }, { port: 65_535 }],
    [{ PORT: '0' }, { port: 0 }],
    [
      { SANDBOX: 'off', HOST: '0.0.0.0' },
      { hasSandbox: false, host: '0.0.0.0' },
    ],
    [{ HOST: '::1' }, { host: '::1' }],
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
