import { describeYears } from './suite.ts';

describeYears({ from: 26, to: 50, onMysql: 2 });
