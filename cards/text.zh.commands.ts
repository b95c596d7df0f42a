import type { Catalogue } from './catalogue.ts';

/** The Chinese catalogue's words for what people do and ask: buttons, what may be typed, and what is said when it is done. */
export const commands: Pick<Catalogue, 'commands' | 'queries' | 'inner'> = {
  commands: {
    acknowledge: {
      label: '接单',
      words: ['接单', '抢单', '受理'],
      sample: '',
      done: ({ by, number }) => `${by} 已接单：${number}`,
    },
    arrive: {
      label: '到场',
      words: ['到场', '已到场', '到达现场', '到达'],
      sample: '',
      done: ({ by, number }) => `${by} 已到场：${number}`,
    },
    diagnose: {
      label: '诊断',
      words: ['诊断', '原因初判', '初判'],
      sample: '初步判断的原因',
      done: ({ by, number }) => `${by} 已登记故障诊断：${number}`,
    },
    report_up: {
      label: '上报领导',
      words: ['上报', '上报领导', '报告领导'],
      sample: '',
      done: ({ by, number }) => `${by} 已上报领导：${number}`,
    },
    work_around: {
      label: '临时恢复',
      words: ['临时恢复', '应急恢复'],
      sample: '采取的临时办法',
      done: ({ by, number }) => `${by} 已登记临时恢复：${number}`,
    },
    progress: {
      label: '进展',
      words: ['进展', '通报进展', '更新进展'],
      sample: '目前的处理进展',
      done: ({ by, number }) => `${by} 已通报进展：${number}`,
    },
    supplement: {
      label: '补充',
      words: ['补充', '补充情况', '补充说明'],
      sample: '要补充的情况',
      done: ({ by, number }) => `已将 ${by} 的补充记入 ${number}`,
    },
    resolve: {
      label: '解决',
      words: ['解决', '已解决', '修复', '已修复'],
      sample: '原因 …… 措施 ……',
      done: ({ by, number }) => `${by} 已解决：${number}`,
    },
    confirm: {
      label: '确认恢复',
      words: ['确认', '确认恢复', '确认解决'],
      sample: '评分',
      done: ({ by, number }) => `${by} 已确认恢复，${number} 办结`,
    },
    reopen: {
      label: '仍未解决',
      words: ['仍未解决', '未解决', '没解决', '还没解决'],
      sample: '目前的现象',
      done: ({ by, number }) => `${by} 反馈仍未解决，${number} 继续处理`,
    },
    transfer: {
      label: '转派',
      words: ['转派', '转给', '转派给'],
      sample: '姓名',
      done: ({ by, number, to }) => `${by} 已将 ${number} 转派给 ${to}`,
    },
    suspend: {
      label: '挂起',
      words: ['挂起', '申请挂起'],
      sample: '挂起原因',
      done: ({ by, number, isPending }) =>
        isPending ? `${by} 已申请挂起：${number}，待监理审批` : `${by} 已挂起：${number}`,
    },
    resume: {
      label: '恢复计时',
      words: ['恢复', '恢复计时', '取消挂起'],
      sample: '',
      done: ({ by, number }) => `${by} 已恢复计时：${number}`,
    },
    approve_suspension: {
      label: '同意挂起',
      words: ['同意挂起', '批准挂起', '同意'],
      sample: '',
      done: ({ by, number }) => `${by} 已同意挂起：${number}`,
    },
    refuse_suspension: {
      label: '不同意挂起',
      words: ['不同意挂起', '驳回挂起', '不同意'],
      sample: '',
      done: ({ by, number }) => `${by} 未同意挂起：${number}，计时照常`,
    },
    change_level: {
      label: '改级别',
      words: ['改级', '改级别', '调整级别'],
      sample: '级别名称 理由',
      done: ({ by, number, to }) => `${by} 已将 ${number} 的级别改为「${to}」`,
    },
    cancel: {
      label: '撤销工单',
      words: ['撤销', '撤销工单', '撤单', '误报'],
      sample: '撤销原因',
      done: ({ by, number }) => `${by} 已撤销工单：${number}`,
    },
    undo: {
      label: '撤回上一步',
      words: ['撤回', '撤回上一步'],
      sample: '',
      done: ({ by, number, to }) => `${by} 已撤回「${to}」：${number}`,
    },
  },
  queries: {
    my_tickets: { label: '我的工单', words: ['我的工单', '我的单子', '我的'] },
    open_tickets: { label: '未完成', words: ['未完成', '未完成工单', '在办', '在办工单'] },
    overdue: { label: '超时', words: ['超时', '超时工单', '已超时'] },
    ticket: { label: '工单', words: ['工单', '查询', '查看'] },
    today: { label: '今日统计', words: ['今日统计', '今日', '今天统计', '统计'] },
    help: { label: '帮助', words: ['帮助', '怎么用', '使用说明', '菜单', '?', '？'] },
  },
  inner: {
    cause: ['故障原因', '原因'],
    action: ['处理措施', '措施', '办法', '处理'],
    rating: ['服务评分', '评分', '评价', '打分'],
    points: ['分', '星'],
  },
};
