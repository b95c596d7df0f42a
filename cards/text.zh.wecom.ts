import type { WecomTexts } from './catalogue-wecom.ts';

const RATINGS = ['', '非常不满意', '不满意', '一般', '满意', '非常满意'];

export const wecomTextsZh: WecomTexts = {
  card: {
    choose: '请选择',
    moreActions: '更多操作',
    run: '执行',
    rating: (points) => [`${points} 分`, RATINGS[points]].filter(Boolean).join(' '),
    unrated: '暂不评分',
    wordsAbove: '内容见上一条消息。',
    superseded: '本卡片已失效',
    supersededHint: '请以最新的卡片或消息为准。',
    separator: '；',
    buttonLabels: {
      不同意挂起: '驳回挂起',
      不同意补录: '驳回补录',
      不同意约定: '驳回约定',
      撤回上一步: '撤回',
      登记为故障: '登记故障',
      快超时工单: '快超时',
      上报主管: '上报',
      临时恢复: '恢复',
      故障报告: '报告',
    },
    rowLabels: {
      '响应（内控）': '内控响应',
      '到场（内控）': '内控到场',
      '故障诊断（内控）': '内控诊断',
      '上报主管（内控）': '内控上报',
      '临时恢复（内控）': '内控恢复',
      '解决（内控）': '内控解决',
      '进展通报（内控）': '内控通报',
      '故障报告（内控）': '内控报告',
    },
    footnotes: { '回复本卡片，内容将记入工单。': '如需补充情况，请选「补充」。' },
    typedToMe: '在群内回复时请 @我。',
  },
  callback: {
    working: '正在处理，请稍候……',
    seeCard: '处理结果见下方卡片。',
    received: '消息已收到。',
  },
};
