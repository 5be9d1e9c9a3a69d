import '../../ui/tokens.css';
import '../../ui/ui.css';
import './page.css';
import './money.css';
import './help.css';
import { render } from 'preact';
import { CashierPage } from './cashier-page.tsx';
import { sessionToken } from './session-token.ts';

const root = document.getElementById('page');
if (root !== null) render(<CashierPage token={sessionToken()} />, root);
