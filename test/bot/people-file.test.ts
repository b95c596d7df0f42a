import { describe, expect, test } from 'vitest';
import { readPeopleList } from '../../bot/people-file.ts';
import type { Contract } from '../../domain/contract.ts';
import { contract as shipped } from './stand.ts';

const contract: Contract = {
  ...shipped,
  departments: [{ id: 'hq', name: '厅政治部', nameEn: 'HQ', aliases: ['政治部'], calendars: {} }],
  rotas: [
    {
      ...{ id: 'night', name: '夜班', nameEn: 'Night', on: 'every_day', from: '18:00', to: '09:00' },
      rotate: 'turn',
      departments: [],
      projects: [],
      systems: [],
    },
  ],
};
const read = (text: string | Uint8Array, file = 'people.csv') =>
  readPeopleList(typeof text === 'string' ? new TextEncoder().encode(text) : text, file, contract);

const HEADER = '姓名,平台,账号,角色,岗位,部门,值班顺序';
const LI = '李工,企业微信,lig,驻场工程师,驻场人员,政治部,1';
const li = {
  name: '李工',
  accounts: [{ platform: 'wecom', account: 'lig' }],
  roles: ['engineer'],
  posts: ['on_site'],
  department: 'hq',
  dutyOrder: 1,
};
/** 姓名,平台,账号,角色 and 李工,wecom,lig,工程师 as Excel on a Chinese Windows saves them. */
const GBK = Uint8Array.from(
  Buffer.from('d0d5c3fb2cc6bdcca82cd5cbbac52cbdc7c9ab0ac0eeb9a42c7765636f6d2c6c69672cb9a4b3cccaa6', 'hex'),
);

test.each([
  ['in UTF-8', `${HEADER}\n${LI}\n`],
  ['with a byte order mark and the line ends of Windows', `\uFEFF${HEADER}\r\n${LI}\r\n`],
  ['separated by tabs', `${HEADER}\n${LI}`.replaceAll(',', '\t')],
  ['with English words', 'name,platform,account,roles,posts,department,duty\n李工,wecom,lig,engineer,on_site,hq,1'],
  [
    'with the columns in another order, and empty lines',
    `账号,姓名,平台,角色,值班顺序,岗位,部门\n\nlig,李工,wecom,工程师,1,on_site,厅政治部\n,,,,,,\n`,
  ],
])('a list %s', (_name, text) => {
  expect(read(text).people).toEqual([li]);
});

test('a list in GBK', () => {
  expect(read(GBK).people).toMatchObject([{ name: '李工', accounts: li.accounts, roles: ['engineer'] }]);
});

test.each([
  ['several roles in one cell', '李工,wecom,lig,"工程师、项目经理",,,', ['engineer', 'manager']],
  ['separated by a slash', '李工,wecom,lig,工程师/项目经理,,,', ['engineer', 'manager']],
])('%s', (_name, line, roles) => {
  expect(read(`${HEADER}\n${line}`).people).toMatchObject([{ roles }]);
});

test('all mistakes are named at once, by line and column of the sheet', () => {
  const lines = [HEADER, LI, '周工,wecom,zhoug,厨师,,,', '吴工,wecom,wug,工程师,,,第一', ',wecom,nobody,工程师,,,'];
  expect(() => read(lines.join('\n'))).toThrow(/people\.csv:3:4: .*[\s\S]*people\.csv:4:7: .*[\s\S]*people\.csv:5:1: /);
});

test('what contradicts itself is named together with what has a wrong form, in the order of the sheet', () => {
  const lines = [
    HEADER,
    '钱监理,wecom,qian,监理/工程师,,,',
    LI,
    '周工,wecom,lig,工程师,,,第一',
    '吴工,wecom,wug,厨师,司机,财务处,',
    '郑工,微信,zheng,工程师,,,',
  ];
  const found =
    /:2:4: .*both sides[\s\S]*:4:3: .*above[\s\S]*:4:7: [\s\S]*:5:4: .*厨师[\s\S]*:5:5: .*司机[\s\S]*:5:6: .*财务处[\s\S]*:6:2: .*微信/;
  expect(() => read(lines.join('\n'))).toThrow(found);
});

test.each([
  ['role', '厨师,,', /there is no role "厨师"; use 报障人 \(reporter\), 驻场工程师\/工程师 \(engineer\)/],
  ['post', '工程师,司机,', /there is no post "司机"; use .*重要用户 \(vip\)/],
])('a wrong %s is told what there is, in Chinese and English', (_name, rest, message) => {
  expect(() => read(`${HEADER}\n李工,wecom,lig,${rest},`)).toThrow(message);
});

test('a wrong platform is told what there is', () => {
  expect(() => read(`${HEADER}\n李工,wecmo,lig,工程师,,,`)).toThrow(
    /"wecmo"; use 企业微信 \(wecom\), 钉钉 \(dingtalk\)/,
  );
});

test.each([
  ['an account that is listed twice', [LI, LI], /people\.csv:3:3: .*listed above/],
  [
    'an account of WeCom in two spellings',
    [LI, LI.replace('lig', 'LiG')],
    /people\.csv:2:3: .*\n.*people\.csv:3:3: .*lig/,
  ],
  ['an account that the spreadsheet has cut', ['李工,wecom,1.38E+10,工程师,,,'], /people\.csv:2:3: .*1\.38E\+10/],
  ['roles of both sides', ['钱监理,wecom,qian,监理/工程师,,,'], /people\.csv:2:4: .*both sides/],
  ['a department that the pack lacks', ['李工,wecom,lig,工程师,,财务处,'], /people\.csv:2:6: .*财务处/],
  ['a post of the other side', ['李工,wecom,lig,工程师,重要用户,,'], /people\.csv:2:5: .*vip/],
])('%s is refused at its place', (_name, lines, message) => {
  expect(() => read([HEADER, ...lines].join('\n'))).toThrow(message);
});

test.each([
  ['without the column of accounts', '姓名,平台,角色\n', /lacks account/],
  ['with a column that nobody knows', `${HEADER},电话\n`, /people\.csv:1:8: .*电话/],
  ['with a column twice', '姓名,平台,账号,角色,name\n', /people\.csv:1:5: .*twice/],
])('a sheet %s is refused', (_name, text, message) => {
  expect(() => read(text)).toThrow(message);
});

describe('lines of one person', () => {
  const H = '姓名,人员编号,平台,账号,角色,岗位,部门,值班顺序';
  const accountsOf = (...lines: readonly string[]) =>
    read([H, ...lines].join('\n')).people.map(({ accounts }) => accounts.map(({ account }) => account));

  test.each([
    ['one name on two platforms', ['李工,,企业微信,lig,工程师,,,', '李工,,钉钉,0147,工程师,,,'], [['lig', '0147']]],
    ['one mark', ['李工,7,企业微信,lig,工程师,,,', '李强,7,钉钉,0147,工程师,,,'], [['lig', '0147']]],
    [
      'two of a name on one platform',
      ['李工,,企业微信,lig,工程师,,,', '李工,,企业微信,lig2,监理,,,'],
      [['lig'], ['lig2']],
    ],
    [
      'two of a name with two marks',
      ['李工,7,企业微信,lig,工程师,,,', '李工,8,钉钉,0147,监理,,,'],
      [['lig'], ['0147']],
    ],
  ])('are told by %s', (_name, lines, expected) => {
    expect(accountsOf(...lines)).toEqual(expected);
  });

  test('what one of them leaves out the other says', () => {
    const [person] = read(
      [H, '李工,,企业微信,lig,工程师,,,', '李工,,钉钉,0147,工程师,驻场人员,政治部,2'].join('\n'),
    ).people;
    expect(person).toMatchObject({ posts: ['on_site'], department: 'hq', dutyOrder: 2 });
  });

  test.each([
    ['other roles', ['李工,,企业微信,lig,工程师,,,', '李工,,钉钉,0147,项目经理,,,'], /:3:5: .*another roles/],
    [
      'another place in the order',
      ['李工,,企业微信,lig,工程师,,,1', '李工,,钉钉,0147,工程师,,,2'],
      /:3:8: .*dutyOrder/,
    ],
    [
      'a name that three have, on two platforms',
      ['李工,,企业微信,lig,工程师,,,', '李工,,企业微信,lig2,工程师,,,', '李工,,钉钉,0147,工程师,,,'],
      /:2:1: .*not clear[\s\S]*:3:1: [\s\S]*:4:1: /,
    ],
    [
      'a mark for one of two alone',
      ['李工,7,企业微信,lig,工程师,,,', '李工,,钉钉,0147,工程师,,,'],
      /:3:1: .*not clear/,
    ],
  ])('with %s are refused', (_name, lines, message) => {
    expect(() => accountsOf(...lines)).toThrow(message);
  });
});

test('what is neither UTF-8 nor GBK is refused', () => {
  expect(() => read(Uint8Array.from([0x61, 0xff, 0xff, 0x0a]))).toThrow(/neither UTF-8 nor GBK/);
});

const YAML = `people:
  - { name: 李工, platform: wecom, account: lig, roles: [engineer] }
  - { name: 王敏, platform: wecom, account: wangm, roles: [reporter] }
rotas:
  - { rota: night, from: 2026-01-05, people: [lig] }
`;

test('YAML has rotas as well', () => {
  expect(read(YAML, 'people.yaml').rotas).toEqual([{ rota: 'night', from: '2026-01-05', people: ['lig'] }]);
});

test.each([
  ['a rota that the pack lacks', YAML.replace('rota: night', 'rota: noon'), /people\.yaml:5:\d+: .*noon/],
  ['somebody on a rota who is not in the list', YAML.replace('[lig]', '[zhoug]'), /people\.yaml:5:\d+: .*zhoug/],
  ['somebody of the customer on a rota', YAML.replace('[lig]', '[wangm]'), /people\.yaml:5:\d+: .*wangm/],
])('%s is refused', (_name, text, message) => {
  expect(() => read(text, 'people.yaml')).toThrow(message);
});
