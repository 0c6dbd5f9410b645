import { runContract } from './contract.mjs';

await runContract();
