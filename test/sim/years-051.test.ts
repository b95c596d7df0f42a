import { describeYears } from './suite.ts';

describeYears({ from: 51, to: 75, onMysql: 1 });
