import { describeYears } from './suite.ts';

describeYears({ from: 1, to: 50, onMysql: 3 });
