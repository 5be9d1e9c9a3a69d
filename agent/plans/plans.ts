import type { Plan } from '../core/contract/plan.ts';
import { imaPlan } from './ima.ts';
import { imtPlan } from './imt.ts';
import { innPlan } from './inn.ts';
import { omnPlan } from './omn.ts';
import { sdsPlan } from './sds.ts';

/** The plans that come with the program. */
export const PLANS: readonly Plan[] = [imaPlan, imtPlan, sdsPlan, innPlan, omnPlan];
