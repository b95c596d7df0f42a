import type { AlertTexts } from './catalogue-alerts.ts';

export const alertTextsZh: AlertTexts = {
  source: {
    alertmanager: 'Prometheus 告警',
    nightingale: '夜莺告警',
    zabbix: 'Zabbix 告警',
    plain: '监控告警',
  },
  report: (name, summary) =>
    summary === '' || summary === name ? `监控告警：${name}` : `监控告警：${name}，${summary}`,
  label: '监控告警',
  counts: ({ alerts, firing, flaps, notices }) =>
    alerts === 0
      ? '无'
      : [
          firing === 0 ? `${alerts} 项，均已恢复` : `${alerts} 项，${firing} 项未恢复`,
          `累计通知 ${notices} 次`,
          ...(flaps > 0 ? [`反复 ${flaps} 次`] : []),
        ].join('，'),
  one: ({ fires, heard, notices, said }) =>
    `${said}（${fires ? '未恢复' : '已恢复'}，通知 ${notices} 次，最近 ${heard}）`,
  recovered: (who, number, alerts) => [
    ...who,
    ` ${number} 的监控告警（${alerts} 项）已全部恢复。请核实业务是否正常；确已解决的，请点击「解决」填写原因和措施。`,
  ],
  refired: (who, number, flaps) => [...who, ` ${number} 的监控告警恢复后再次触发（第 ${flaps} 次），请继续处理。`],
  unsteady: (number, flaps) => [
    `${number} 的监控告警反复触发和恢复（已 ${flaps} 次，抖动）。此后不再逐次通知，次数见工单卡片。`,
  ],
  afterResolution: (who, number, firing) => [
    ...who,
    ` ${number} 已解决，但仍有 ${firing} 项监控告警未恢复。请核实是否仍未解决。`,
  ],
};
