// Runs a scenario for real, and kills itself at a fact: what a crash of the driver is.
//
//   node run-and-die.mjs SCENARIO DIR RESUME DIE_AT LATER
//
// RESUME: yes or no. DIE_AT: number of the fact of this process, from 0, at which it dies; -1: it lives. LATER: milliseconds after it.
// Prints what the run came to, as JSON.
import { loadScenario, run } from '../../dist/index.js';

const [scenario, directory, resume, dieAt, later] = process.argv.slice(2);
let count = 0;
const die = () => process.kill(process.pid, 'SIGKILL');
const result = await run(await loadScenario(scenario), {
  directory,
  resume: resume === 'yes',
  budget: { iterations: 8 },
  onFact: () => {
    if (count++ !== Number(dieAt)) return;
    if (Number(later) === 0) die();
    else setTimeout(die, Number(later));
  },
});
const { audit, report } = result;
const orders = report.orders.map(({ order, outcome }) => `${order}: ${outcome}`);
process.stdout.write(JSON.stringify({ audit, orders, facts: result.facts.length }));
