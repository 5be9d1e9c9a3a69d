import '../../../agent/ui/tokens.css';
import '../../../agent/ui/ui.css';
import './page.css';
import './field.css';
import './vault.css';
import { render } from 'preact';
import { HubPage } from './hub-page.tsx';

const root = document.getElementById('page');
if (root !== null) render(<HubPage />, root);
