import type { SameFaultTexts, SplitTexts } from './catalogue-same-fault.ts';

export const sameFaultTextsZh: SameFaultTexts = {
  title: '是否为同一故障？',
  same: '是同一故障',
  other: '另外登记',
  dismiss: '不是故障',
  sameWords: ['同一故障', '是同一故障', '同一个故障', '是同一个故障'],
  ticket: '在办工单',
  ask: (speaker, number, by, at, words) => [
    ...speaker,
    ` ${by === undefined ? '您' : `${by} `}已于 ${at} 报障：${words}（${number}），请问是否为同一故障？`,
  ],
  unanswered: (responsible, by, number, since) => [
    ...responsible,
    ` ${by} 的消息与 ${number} 是否为同一故障，已 ${since}仍未确认，请协助确认。`,
  ],
  joined: (number) => `已并入 ${number}`,
  joinedWords: (place, isResolved, isMonitored) =>
    `${isMonitored ? '监控已报告该故障，' : ''}您是第 ${place} 位报告人${
      isResolved ? '。该故障已解决，如仍有问题请点击「仍未解决」。' : '，无需另行登记，处理结果将一并告知您。'
    }`,
  joinedFor: (reporter, by, number) => [
    ...reporter,
    ` ${by} 已将您的报障并入 ${number}。如不是同一故障，请点击「不是同一故障」。`,
  ],
  notSame: '不是同一故障',
  repeated: (number, register) =>
    `该故障已登记，本次内容已补充至 ${number}。如为另一故障，请发送「${register}」并写明现象。`,
  added: (number, register) => `已补充至 ${number}。如为另一故障，请发送「${register}」。`,
  ended: (number) => `${number} 已办结或已撤销，不能并入，已为您另行登记。`,
  anotherWords: ['另外', '另一个', '又一个', '还有一个', '还有个', '另有'],
  levelAsked: (supervisors, number, by, said, level) => [
    ...supervisors,
    ` ${by} 报告了与 ${number} 相同的故障，按其描述为「${said}」，本工单现按「${level}」计时，请监理核定级别。`,
  ],
  reporters: (name, people) => `${name}等 ${people} 人`,
  monitorAndPeople: (monitor, people) => `${monitor}，另有 ${people} 人报障`,
  peopleAndMonitor: (reporters, monitor) => `${reporters}，另有${monitor}`,
  report: (name, at) => `${name} ${at}`,
  moreReports: (count) => `等 ${count} 条`,
};

export const splitTextsZh: SplitTexts = {
  words: ['拆分', '拆分工单', '拆出'],
  label: '拆分',
  which: (number) => `请选择从 ${number} 拆出的报障`,
  take: (place) => `拆出第 ${place} 条`,
  changed: '该工单的报障列表已有变化，请按最新列表重新选择。',
  howTo: (example) => `请写明工单编号，例：${example}`,
  refused: {
    not_yours: () => '拆分由项目经理或监理操作；报告人可拆出本人的报障。',
    too_late: (number) => `${number} 办结已超过一天，不能拆分，请重新报障。`,
    no_report: (number) => `${number} 没有可拆分的报障。`,
  },
  noOwn: (number) => `${number} 中没有您并入的报障，无需再拆出。`,
  alreadyOut: (number, into) => `该报障已从 ${number} 拆出，见 ${into}。`,
  done: (people, by, reporter, number, into) => [
    ...people,
    ` ${by} 已将${reporter === undefined ? '本人' : ` ${reporter} `}的报障从 ${number} 拆出，另立工单 ${into}，按原报障时间计时。`,
  ],
  moved: (people, by, reporter, number, into) => [
    ...people,
    ` ${by} 已将${reporter === undefined ? '本人' : ` ${reporter} `}的报障从 ${number} 拆出，并入${reporter === undefined ? '' : '其'}本人已报的同一系统工单 ${into}。`,
  ],
  wentOn: (into) => `已拆出为 ${into}，请在该工单上操作。`,
  along: '已并入报障',
  doneTo: (number, into) => `已从 ${number} 拆出，另立工单 ${into}，按原报障时间计时。`,
};
