import type { Modeler, Parts } from './types';

const command = 'kommune.batch';

/** Runs several changes as one, so that one undo takes them back together. */
class BatchHandler {
  preExecute({ run }: { run: () => void }): void {
    run();
  }
}

class Batch {
  static readonly $inject = ['commandStack'];

  constructor(commandStack: Parts['commandStack']) {
    commandStack.registerHandler(command, BatchHandler);
  }
}

export const batchModule = { __init__: ['batch'], batch: ['type', Batch] };

/** Does everything `run` changes as one step of undo, and gives what it returns. */
export function together<Result>(modeler: Modeler, run: () => Result): Result {
  let result: Result | undefined;
  modeler.get('commandStack').execute(command, {
    run: () => {
      result = run();
    },
  });
  return result as Result;
}
