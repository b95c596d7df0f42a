import type { ConversationTexts } from './catalogue-conversation.ts';

export const conversation: ConversationTexts = {
  asking: {
    choose: (fields) => `请选择：${fields}。`,
    about: (number, command, group) => `${number}「${command}」${group === '' ? '' : `（${group}）`}：`,
    kept: (field, value) => `已记录${field}：「${value}」；`,
    still: (fields) => `还请补充${fields}。`,
    copied: (words) => `「${words}」是示例中的提示文字，请换成实际内容。`,
    answer: {
      group: (within, giveUp) => `请在 ${within}内于群内 @我 写明以上内容；不再填写请 @我 回复「${giveUp}」。`,
      private: (within, giveUp) => `请在 ${within}内直接回复以上内容；不再填写请回复「${giveUp}」。`,
    },
    rate: {
      group: (command) => `如需评价，请在群内 @我 发送「${command}」（1–5 分，5 分为最高）。`,
      private: (command) => `如需评价，请发送「${command}」（1–5 分，5 分为最高）。`,
    },
    ratePlainly: {
      group: (points) => `如为评价，请在群内 @我 发送「${points} 分」。`,
      private: (points) => `如为评价，请发送「${points} 分」。`,
    },
    rated: (by, number, rating) => `已记录 ${by} 对 ${number} 的评分：${rating} 分。`,
    giveUpWords: ['算了', '取消', '取消填写', '不填了', '不用了'],
    givenUp: (number, command) => `好的，已取消填写，${number} 未执行「${command}」。`,
    elsewhere: (number, register) =>
      `工单 ${number} 属于另一合同，请到其所在群 @我 回复。如需登记新的故障，请发送「${register}」并写明故障现象。`,
    nothingChosen: '请先在下拉框中选择操作，再点击「执行」。',
  },
  binding: {
    title: '请确认本群所属的运维合同',
    ask: '本群尚未绑定运维合同。请点击所属合同，绑定后即可在本群登记工单。',
    parkedOnCard: (within) =>
      `绑定前 ${within}内 @我 的消息已记下，绑定后自动受理；此前尚未登记工单、未开始计时提醒，紧急故障请先电话联系。更早的消息请重新发送，图片须在绑定后重新发送。`,
    parked:
      '本群尚未绑定合同，您的消息已记下，但尚未登记工单、未开始计时提醒；紧急故障请先电话联系。请该合同的项目经理或监理在本群 @我 发送「绑定」。',
    picturesAfterwards: '图片须在绑定后重新发送。',
    unbound: '本群尚未绑定合同；请该合同的项目经理或监理在本群 @我 发送「绑定」。',
    whoMay: '由该合同的项目经理、监理或系统管理员确认。',
    words: ['绑定', '绑定合同', '本群绑定'],
    example: (place) => `绑定 ${place}`,
    choose: '绑定',
    unknownContract: (said, contracts) => `没有找到您可绑定的合同「${said}」。可绑定：${contracts}。`,
    notAllowed: '绑定合同须由该合同的项目经理、监理或系统管理员操作。',
    bound: (contract) => `本群已绑定「${contract}」`,
    boundTo: (contract, department) => `本群已绑定「${contract}」，所属部门：${department}`,
    afterwards: (within) => `绑定前 ${within}内的消息现已受理；更早的请重新发送。`,
    nameDepartment: (example, departments) =>
      `如本群属于某一部门，请 @我 发送「${example}」。该合同的部门：${departments}。`,
    unknownDepartment: (said, departments) => `该合同没有部门「${said}」。可选：${departments}。`,
    departmentSet: (department) => `本群所属部门已设为「${department}」。`,
    contract: '合同',
    department: '部门',
    boundBy: '确认人',
    howToChange: (command) => `如需更改，请联系系统管理员执行：${command}`,
    privateChat: '私聊无需绑定：您在合同名单中时，私聊即按该合同受理。',
  },
  attachment: {
    label: '附件',
    count: (kind, count) => `${kind} ${count}`,
    lost: (count) => `${count} 个未能保存`,
    entry: (at, by, what, size) => `${at} ${by} ${what}${size === '' ? '' : `（${size}）`}`,
    waiting: '接收中',
    notKept: '未能保存',
    added: (number, what) => `已记入 ${number}：${what}。`,
    addedTo: (responsible, number, by, what) => [...responsible, ` ${by} 为 ${number} 补充了附件：${what}。`],
    withQuestion: (what, said) => `已收到${what}，将随${said === '' ? '此前的附件' : `「${said}」`}一并登记。`,
    notTaken: (what) => `${what}未记入，请重新发送并写明工单号。`,
    whichTicket: '您有多张未办结的工单，请回复对应的工单卡片并附图，或发送「补充 7 ……」并附图，7 为当日序号。',
    alone: '（仅有图片或文件，未附文字说明）',
    askWords: (speaker) => [...speaker, ' 请说明是哪个系统、出了什么问题；如确为故障，也可直接点击「登记为故障」。'],
  },
};
