import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskPersonal } from '../../domain/personal-data.ts';

const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/;
// All of these are made up; the identity numbers and cards have a right check digit, but for those that are called mistyped.
const IDENTITY = '440106199001011235';
const IDENTITY_X = '11010519491231002X';
const CARD_16 = '6222021001116248';
const CARD_19 = '6222021001116245702';

describe('maskPersonal hides', () => {
  test.each([
    ['a mobile number', '联系人电话13812345678，在3楼', '联系人电话***********，在3楼'],
    ['one in groups of 3, 4, 4', '打138 1234 5678找我', '打*** **** ****找我'],
    ['one with dashes', '139-1234-5678', '***-****-****'],
    ['one in groups of 3 and 8', '159 12345678', '*** ********'],
    ['one with dots', '139.1234.5678', '***.****.****'],
    ['one in full-width digits', '１３８１２３４５６７８', '***********'],
    ['one behind +86', '+8613812345678', '+*************'],
    ['one behind +86 and a gap', '+86 138-1234-5678', '+86 ***-****-****'],
    ['one behind 0086', '008613812345678', '***************'],
    ['one behind the zero of a long-distance call', '013812345678', '************'],
    ['one behind letters', 'tel13812345678', 'tel***********'],
    ['one in bold', '**13812345678**', '*'.repeat(15)],
    ['one behind the number of a list', '1.13812345678', '1.***********'],
    ['two in a row', '13812345678/13912345678', '***********/***********'],
    ['a landline with its area', '020-87654321', '***-********'],
    ['a landline in brackets', '（020）87654321', '（***）********'],
    ['a landline without a dash', '02087654321', '***********'],
    ['a landline of a smaller place', '0756-2123456', '****-*******'],
    ['a landline in groups', '0755 8654 3210', '**** **** ****'],
    ['a landline from abroad', '+86 20 8765 4321', '+** ** **** ****'],
    ['a 400 number', '400-123-4567', '***-***-****'],
    ['a 400 number in one', '4001234567', '**********'],
    ['a number that is called one', '电话：87654321', '电话：********'],
    ['a mistyped number that is called one', '手机号是138123456789', '手机号是************'],
    ['a QQ number', 'QQ号123456', 'QQ号******'],
    ['an identity number', `身份证${IDENTITY}查不到`, `身份证${'*'.repeat(18)}查不到`],
    ['an identity number with X', IDENTITY_X, '*'.repeat(18)],
    ['an identity number with a small x', IDENTITY_X.toLowerCase(), '*'.repeat(18)],
    ['an identity number in groups', '440106 19900101 1235', '****** ******** ****'],
    ['an identity number whose check digit is mistyped', '440106199001011238', '*'.repeat(18)],
    ['an identity number in groups that is mistyped', '44010619900101 1238', `${'*'.repeat(14)} ****`],
    ['an identity number with a mistyped province', '190106199001011238', '*'.repeat(18)],
    ['an old identity number', '440106900101123', '*'.repeat(15)],
    ['a bank card of 16 digits', `卡号${CARD_16}`, `卡号${'*'.repeat(16)}`],
    ['a bank card of 19 digits', CARD_19, '*'.repeat(19)],
    ['a bank card in groups', '6222 0210 0111 6245 702', '**** **** **** **** ***'],
    ['one with low lines', '138_0013_8000', '*'.repeat(13)],
    ['one with strokes', '138/0013/8000', '***/****/****'],
    ['one with soft hyphens', '138\u00ad0013\u00ad8000', '***\u00ad****\u00ad****'],
    ['one in words', '打一三八零零一三八零零零找我', '打***********找我'],
    ['one in words as it is said on the telephone', '幺三八〇〇幺三八〇〇〇', '***********'],
    ['an e-mail address, not its house', '发到 zhang.san@gz.gov.cn 吧', '发到 *****.***@gz.gov.cn 吧'],
    ['an address that is a mobile number', '13812345678@139.com', '***********@139.com'],
  ])('%s', (_name, said, masked) => expect(maskPersonal(said)).toBe(masked));
});

describe('maskPersonal leaves', () => {
  test.each([
    ['a ticket number', 'GZ-260303-07 还没好'],
    ['a ticket number of a busy day', 'GZ-260303-138'],
    ['a date and a time', '2026-03-03 09:15:30 起'],
    ['a date in digits', '20260303'],
    ['a date behind the word for phone', '手机20260303版打不开'],
    ['a span of dates', '2026-03-03-2026-03-18'],
    ['an address of a machine', '192.168.100.138:8080 ping 不通'],
    ['a login to a machine', 'root@192.168.1.1'],
    ['an order number', '订单202603031234567890'],
    ['an order number of 15 digits', '202603031234567'],
    ['an order number of 16 digits', '2026030312345678'],
    ['an instant in milliseconds', '1772520000000'],
    ['a longer number with a mobile number inside', '9913812345678'],
    ['the code of an organisation', '91440101MA59ABCD7K'],
    ['the code of an older organisation', '914401017181234563'],
    ['the code of an older organisation with a letter', '91440101718123456X'],
    ['an identity number without a birthday', '440106199013011235'],
    ['an order number of 18 digits with an instant', '202603191205121234'],
    ['the code of an organisation that could hold a birthday', '913101201312123453'],
    ['a code, a day and a time', '100234 20260303 0915'],
    ['a card number whose check digit is wrong', '6222021001116249'],
    ['amounts and dates with strokes', '15000/100000，2026/03/03，138/2026'],
    ['a year and a day in words', '二〇二六年三月十一日，一三五限行'],
    ['a hotline', '打12345或110'],
    ['a mention', '@张三 在吗'],
    ['amounts and counts', '1380元，1000条，13.5%'],
    ['nothing', ''],
  ])('%s', (_name, said) => expect(maskPersonal(said)).toBe(said));
});

describe('names', () => {
  const names = ['张三', '张三丰', '阿依古丽·买买提', 'Li Lei', '王'];
  test.each([
    ['a name, but for its first character', '张三报的', '张*报的'],
    ['the longer of two', '张三丰报的', '张**报的'],
    ['each time', '张三找张三', '张*找张*'],
    ['a name in Latin letters', 'ask LI LEI now', 'ask L* *** now'],
    ['no part of a Latin word', 'Li Leija', 'Li Leija'],
    ['a name with a dot', '阿依古丽·买买提来过', '阿*******来过'],
    ['no single character', '王工说好了', '王工说好了'],
    ['one that is set as wide as three characters', '张　三报的', '张　*报的'],
    ['nothing over a wider gap', '张    三报的', '张    三报的'],
  ])('masks %s', (_name, said, masked) => expect(maskPersonal(said, { names })).toBe(masked));
});

describe('a field for a name', () => {
  test.each([
    ['联系人：王芳', '联系人：王*'],
    ['联系人:王小芳，3楼', '联系人:王**，3楼'],
    ['姓名 王芳', '姓名 王*'],
    ['姓名：欧阳小芳', '姓名：欧***'],
    ['经办人为：王芳', '经办人为：王*'],
    ['报修人 : 王芳电话12345', '报修人 : 王*电话12345'],
    ['申请人 王芳手机坏了', '申请人 王*手机坏了'],
    ['办事人是：王芳', '办事人是：王*'],
    ['当事人：王　芳', '当事人：王　*'],
    ['法定代表人：阿依古丽·买买提', '法定代表人：阿***·***'],
    ['name: Wang Fang, 3F', 'name: W*** ****, 3F'],
    ['Contact：王芳', 'Contact：王*'],
    ['contact name: Fang phone 12345', 'contact name: F*** phone 12345'],
  ])('hides the name in %s', (said, masked) => expect(maskPersonal(said)).toBe(masked));
  test.each([
    '联系人不对',
    '联系人电话：打不通',
    '申请人 提交不了申请',
    '申请人信息查不到',
    '姓名一栏空白',
    'host name: web01',
    'filename: a.txt',
    'name: phone',
  ])('is none in %s', (said) => expect(maskPersonal(said)).toBe(said));
});

const pieces = fc.constantFrom(
  ...[
    '13812345678',
    '020',
    '-',
    ' ',
    '.',
    '86',
    '+86',
    '400',
    '6222',
    '0210',
    '0111',
    '6248',
    '702',
    '*',
    '张三',
    '李四',
  ],
  ...[
    '三张',
    '李',
    'x',
    'X',
    'tel',
    '电话',
    'qq',
    '@',
    'qq.com',
    IDENTITY,
    '440106199001011238',
    CARD_16,
    CARD_19,
    '0',
    '1',
    '1234',
    '87654321',
  ],
  ...[
    '姓名',
    '联系人',
    '：',
    '　',
    '为',
    '话',
    '电梯',
    'name',
    ':',
    'bob',
    'phone',
    '一三八零零一三八零零',
    '零',
    '·',
    '/',
    '_',
    '8000',
  ],
);
const texts = fc.oneof(
  fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme' }),
);
const names = ['张三', '三张李', '李四', 'tel x', '电梯', '小电话'];

test('no mobile number survives, the length stays, and masking again changes nothing', () => {
  fc.assert(
    fc.property(texts, (said) => {
      const masked = maskPersonal(said, { names });
      expect(masked).not.toMatch(MOBILE);
      expect(masked).toHaveLength(said.length);
      expect(maskPersonal(masked, { names })).toBe(masked);
    }),
    { numRuns: 400 },
  );
});

test('a long text takes no longer for each character than a short one', () => {
  const hostile = ['1', '6222 ', '138 ', '姓名：', '张 ', '一三', 'name: a', 'a@', 'a.', '张', '电话: ', '0', ' '].map(
    (unit) => unit.repeat(40_000),
  );
  const startedAt = performance.now();
  for (const said of hostile) maskPersonal(said, { names });
  expect(performance.now() - startedAt).toBeLessThan(4_000);
});
