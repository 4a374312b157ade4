import { parentPort, workerData } from 'node:worker_threads';
import { nodeFiles } from '../../workspace/nodeFiles.ts';
import type { CrewWork } from './crew.ts';
import { inspectorFor } from './inspectorFor.ts';
import type { CrewRequest } from './nodeCrew.ts';

/** A thread that checks a part of many files. */
const work: CrewWork = workerData;
const inspector = inspectorFor(work, nodeFiles);

parentPort?.on('message', async (request: CrewRequest) => {
  parentPort?.postMessage(
    'load' in request ? await inspector.load(request.load) : await inspector.check(request.check),
  );
});
