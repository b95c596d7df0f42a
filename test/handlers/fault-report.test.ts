import { beforeEach, expect, test } from 'vitest';
import type { Ticket } from '../../domain/ticket-types.ts';
import { Desk } from './harness.ts';

let desk: Desk;
let ticket: Ticket;
beforeEach(async () => {
  desk = await Desk.open({ inspections: [], deliverables: [] });
  const opened = await desk.report('公众服务系统打不开了，大厅没法办业务');
  await desk.do('li', 'acknowledge', opened);
  ticket = await desk.do('li', 'resolve', opened, { cause: '磁盘写满', action: '清理日志，已回电 13800138000' });
});

function drafts(said: Desk['said']) {
  return said.flatMap((one) =>
    one.op === 'file' ? [{ to: one.to, name: one.file.name, onlyAlone: one.onlyAlone }] : [],
  );
}

async function clock() {
  return (await desk.fresh(ticket)).clocks.find((one) => one.clock === 'fault_report' && one.binding === 'contract');
}

test('whoever resolved it, and the managers, get the draft of the report alone', () => {
  const name = '故障报告 GZ-260303-01.docx';
  expect(drafts(desk.said)).toEqual([
    { to: 'li', name, onlyAlone: true },
    { to: 'zhao', name, onlyAlone: true },
  ]);
});

test('the draft says what the record says, without telephone numbers', async () => {
  const file = desk.said.flatMap((one) => (one.op === 'file' ? [one.file] : []))[0];
  const bytes = file && (await desk.media.read(file.hash));
  const order: unknown = JSON.parse(new TextDecoder().decode(bytes));
  expect(order).toMatchObject({
    paper: 'fault_report',
    report: {
      number: 'GZ-260303-01',
      summary: '公众服务系统打不开了，大厅没法办业务',
      cause: '磁盘写满',
      action: '清理日志，已回电 ***********',
      reporter: '王敏',
      assignee: '李工',
      downMs: 0,
      course: [{ by: '王敏' }, { by: '李工' }, { by: '李工' }],
    },
  });
  expect(JSON.stringify(order)).not.toContain('13800138000');
});

test('故障报告 1 alone sends the draft to whoever asks, and his next words are the report', async () => {
  const said = await desk.say('zhao', '故障报告 1');
  expect(drafts([...said.all])).toEqual([{ to: 'zhao', name: '故障报告 GZ-260303-01.docx', onlyAlone: true }]);
  expect((await clock())?.stoppedAt).toBeUndefined();
  await desk.say('zhao', '经过：磁盘写满导致服务中断；改进：增加告警');
  expect((await clock())?.stoppedAt).toBe(desk.now);
});

test('a file with 故障报告 1 is the report, and belongs to the ticket', async () => {
  await desk.say('li', '故障报告 1', { attachments: [{ kind: 'file', name: '故障报告.docx', source: 's' }] });
  const { faultReport } = await desk.fresh(ticket);
  expect((await desk.store.texts([faultReport?.text.id ?? ''])).get(faultReport?.text.id ?? '')).toBe(
    '以文件提交：故障报告.docx',
  );
  expect(await desk.store.attachmentsOf(ticket.id)).toHaveLength(1);
});

test('so is a file that comes after it alone', async () => {
  await desk.say('li', '故障报告 1', { chat: 'alone', private: true });
  await desk.say('li', '', {
    chat: 'alone',
    private: true,
    attachments: [{ kind: 'file', name: '报告.docx', source: 's' }],
  });
  expect((await clock())?.stoppedAt).toBe(desk.now);
});

test('with words it is the command that it always was', async () => {
  const said = await desk.say('li', '故障报告 1 磁盘写满，已清理并增加告警');
  expect(drafts([...said.all])).toEqual([]);
  expect((await clock())?.stoppedAt).toBe(desk.now);
});

test('nobody of the customer’s gets the draft', async () => {
  const said = await desk.say('wang', '故障报告 1');
  expect(drafts([...said.all])).toEqual([]);
});

test('提交 故障报告 1 is the same, and it stands in 待交材料 until then', async () => {
  expect((await desk.say('zhao', '待交材料')).card().fields[0]?.label).toBe('故障报告（GZ-260303-01）');
  await desk.say('li', '提交 故障报告 1 磁盘写满，已清理');
  expect((await clock())?.stoppedAt).toBe(desk.now);
  expect((await desk.say('zhao', '待交材料')).card().title).toBe('没有待交材料');
});

test.each(['提交 1', '提交 GZ-260303-01', '提交报告 1', 'submit report 1', 'submit 1'])(
  '%s with a file is the report as well',
  async (text) => {
    await desk.say('li', text, { attachments: [{ kind: 'file', name: '报告.docx', source: 's' }] });
    expect((await clock())?.stoppedAt).toBe(desk.now);
  },
);

test.each(['提交 99', '提交报告 99'])('%s names a ticket that there is not', async (text) => {
  expect((await desk.say('li', text)).lines[0]).toContain('没有找到工单「99」');
});

test('a number in a sentence names no ticket', async () => {
  await desk.say('wang', '提交 1 次就失败了，公众服务系统打不开');
  expect((await clock())?.stoppedAt).toBeUndefined();
  expect(await desk.tickets()).toHaveLength(2);
});

test('a draft that can not be made holds up no resolution', async () => {
  const again = await desk.report('双公示系统打不开了，大厅没法办业务', 'chen');
  await desk.do('li', 'acknowledge', again);
  desk.media.keep = () => Promise.reject(new Error('the disk is full'));
  const resolved = await desk.do('li', 'resolve', again, { cause: '证书过期', action: '换证书' });
  expect(resolved.status).toBe('resolved');
});
