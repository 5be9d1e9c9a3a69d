import type { Plan } from '../core/contract/plan.ts';
import { examplePlan } from './example.ts';
import { imaPlan } from './ima.ts';
import { imtPlan } from './imt.ts';
import { innPlan } from './inn.ts';
import { omnPlan } from './omn.ts';
import { sdsPlan } from './sds.ts';

/** The plans that come with the program. */
export const PLANS: readonly Plan[] = [imaPlan, imtPlan, sdsPlan, innPlan, omnPlan];

/** To read, to try and to begin from; no till and no hub decides by them. */
export const EXAMPLE_PLANS: readonly Plan[] = [examplePlan];
