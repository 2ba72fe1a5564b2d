import { benchUNetStep } from '#test/bench/unet-step.ts';
for (const r of await benchUNetStep()) console.log(r.name.padEnd(45), r.value.toFixed(2), r.unit, r.note??'');
