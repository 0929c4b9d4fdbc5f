/** Processor time of the whole process, all threads: what a neighbour on the machine does not change. */

export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
