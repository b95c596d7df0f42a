import type { AssessmentTable } from '../../domain/assessment/table-types.ts';

/** The table behind the sample: only who grades is looked at. */
export function tableOf(): AssessmentTable {
  return {
    id: 'GZ-T1',
    name: '运维服务考核表',
    clause: '十一',
    words: [],
    period: { months: 3, from: 'term' },
    graders: ['采购人考核人', '监理'],
    floor: { at: 'zero', isChosen: true },
    sections: [],
    choices: [],
  };
}
