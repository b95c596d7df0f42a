import { describeYears } from './suite.ts';

describeYears({ from: 76, to: 100, onMysql: 1 });
