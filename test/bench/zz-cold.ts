import { measure } from '#test/bench/zz-start.ts';
import { mkdtempSync } from 'node:fs';
for (let i=0;i<4;i++) { const d=mkdtempSync('/tmp/jr/d-'); const a=await measure(d); const b=await measure(d); for (const m of [a,b]) console.log(Object.entries(m).map(([k,v])=>k+' '+(v as number).toFixed(0)).join('  ')); }
