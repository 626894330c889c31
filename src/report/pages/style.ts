/** The style of all pages, light and dark by the reader's own setting. Contrast of every pair of colours is at least 4.5 to 1. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#17202c;--quiet:#566274;--line:#dde2e9;--link:#1c4fd6;--code:#eef1f5;--mark:#fff1c2;--mark-ink:#4d3a00;
--fail:#c22336;--fail-soft:#fdecee;--undecided:#8a5a00;--undecided-soft:#fff3d9;--pass:#1a7446;--pass-soft:#e4f5ea;--none:#5d6878;--none-soft:#eceff3;
--bar-fail:#6e0a1a;--bar-undecided:#9a5f06;--bar-pass:#4db582}
@media (prefers-color-scheme:dark){:root{--ground:#0f1319;--card:#171c24;--ink:#e7ebf1;--quiet:#9aa6b6;--line:#2a323d;--link:#8ab0ff;--code:#212834;--mark:#4a3b0d;--mark-ink:#ffe9a8;
--fail:#ff8a94;--fail-soft:#3a1a1f;--undecided:#f3bd58;--undecided-soft:#372a0f;--pass:#6fd19b;--pass-soft:#14301f;--none:#a3afbf;--none-soft:#262d38;
--bar-fail:#ffb9c0;--bar-undecided:#a97a1c;--bar-pass:#236645}}
*{box-sizing:border-box}
a,code,th,td,h1,h2,.id,.quiet,.value{unicode-bidi:isolate}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;overflow-wrap:anywhere}
a{color:var(--link);text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:3px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:9}
header.top{background:var(--card);border-bottom:1px solid var(--line)}
header.top>div,main,footer{max-width:96rem;margin:0 auto;padding:0 1.5rem}
header.top>div{display:flex;align-items:center;gap:0 1.75rem;min-height:3.5rem;flex-wrap:wrap}
.mark{display:flex;align-items:center;gap:.55rem;font-weight:700;font-size:1.1rem;color:var(--ink);text-decoration:none;letter-spacing:-.01em}
.mark svg{width:22px;height:22px}
header.top nav{display:flex;gap:1.25rem}header.top nav a{color:var(--quiet);text-decoration:none;padding:.9rem 0;border-bottom:2px solid transparent}
header.top nav a:hover,header.top nav a[aria-current]{color:var(--ink);border-color:var(--link)}
.age{margin-left:auto;color:var(--quiet);font-size:.87rem}
main{padding-top:1.75rem;padding-bottom:4rem}
footer{color:var(--quiet);font-size:.87rem;padding-bottom:2rem}
h1{font-size:1.7rem;line-height:1.25;letter-spacing:-.02em;margin:.2rem 0 .5rem}
h2{font-size:1.12rem;letter-spacing:-.01em;margin:0 0 .8rem}
h3{font-size:1rem;margin:1.2rem 0 .4rem}
h4,h5,h6{font-size:.95rem;margin:1rem 0 .3rem}
p{margin:.5rem 0}
.lead{color:var(--quiet);max-width:50rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.25rem 1.4rem;margin:0 0 1.25rem}
.card>:first-child{margin-top:0}.card>:last-child{margin-bottom:0}.card>p{max-width:60rem}
.grid{display:grid;gap:1.25rem;grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr));align-items:start}
.grid>.card{margin:0;min-width:0}.grid{margin-bottom:1.25rem}
.totals{display:grid;grid-template-columns:repeat(4,1fr);gap:1rem;margin:1.4rem 0 1.25rem;padding:0;list-style:none}
.totals a{display:block;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1rem 1.2rem;color:var(--ink);text-decoration:none;border-top:4px solid var(--none)}
.totals a:hover{border-color:var(--link)}
.totals .fail{border-top-color:var(--fail)}.totals .undecided{border-top-color:var(--undecided)}.totals .pass{border-top-color:var(--pass)}
.totals strong{display:block;font-size:2rem;line-height:1.15;font-variant-numeric:tabular-nums;letter-spacing:-.03em}
.totals span{color:var(--quiet)}
table{border-collapse:collapse;width:100%}
.wide{overflow-x:auto}
th,td{text-align:left;padding:.6rem .75rem .6rem 0;border-top:1px solid var(--line);vertical-align:top}
thead th{border-top:0;color:var(--quiet);font-weight:600;font-size:.82rem;padding-top:0}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
th[scope=row]{font-weight:400;min-width:14rem}th[scope=row].fit{min-width:0}
td.fit,th.fit{white-space:nowrap;width:1%}.grid th[scope=row]:not(.fit){min-width:8rem}
.title{font-weight:600}
.badge,.severity{display:inline-flex;align-items:center;gap:.35rem;border-radius:999px;padding:.1rem .65rem .1rem .5rem;font-size:.82rem;font-weight:600;white-space:nowrap}
.badge.fail{background:var(--fail-soft);color:var(--fail)}.badge.undecided{background:var(--undecided-soft);color:var(--undecided)}
.badge.pass{background:var(--pass-soft);color:var(--pass)}.badge.notApplicable{background:var(--none-soft);color:var(--none)}
.sign{width:15px;height:15px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;flex:none}
.severity{padding-left:.65rem;border:1px solid var(--line);color:var(--quiet);font-weight:500}
.severity.critical,.severity.high{border-color:var(--fail);color:var(--fail)}.severity.medium{border-color:var(--undecided);color:var(--undecided)}
.bar{display:block;width:100%;height:12px}.bar rect{stroke:var(--card);stroke-width:2px}
.bar .fail{fill:var(--bar-fail)}.bar .undecided{fill:var(--bar-undecided)}.bar .pass{fill:var(--bar-pass)}.bar .notApplicable{fill:var(--none)}
.tally ul{display:flex;flex-wrap:wrap;gap:0 .9rem;margin:.25rem 0 0;padding:0;list-style:none;font-size:.82rem;color:var(--quiet);font-variant-numeric:tabular-nums}
.tally li{display:flex;align-items:center;gap:.25rem}
td.tally{width:75%;padding-top:.9rem;padding-right:0}
.quiet{color:var(--quiet)}
.id{display:block;color:var(--quiet);font-size:.82rem;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.labels{display:flex;flex-wrap:wrap;gap:.4rem;margin:.6rem 0;padding:0;list-style:none}
.labels li{background:var(--none-soft);color:var(--none);border-radius:6px;padding:.05rem .5rem;font-size:.82rem}.labels a{text-decoration-color:transparent}.labels a:hover{text-decoration-color:currentColor}
.id,.whole,pre code{-webkit-user-select:all;user-select:all}.whole{background:none;padding:0;color:var(--quiet)}
details.cause{border:0!important}.cause summary{display:inline-block;padding:.1rem 0;font-weight:400;font-size:.87rem;color:var(--quiet)}.cause p{margin:0;font-size:.87rem;color:var(--quiet)}td.state{width:55%}
code,pre,.value{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.87em}
code,.value{background:var(--code);border-radius:4px;padding:.08em .35em}
pre{background:var(--code);border-radius:8px;padding:.85rem 1rem;overflow-x:auto;white-space:pre-wrap}
pre code{background:none;padding:0}
mark{background:var(--mark);color:var(--mark-ink);border-radius:3px;padding:0 .15em}
var{font-style:normal;border-bottom:1px dashed var(--quiet)}
.evidence,.tree{margin:0;padding:0;list-style:none}.tree{padding-left:1.5rem}.evidence li+li{margin-top:.25rem}
details{border-top:1px solid var(--line)}details:last-of-type{border-bottom:1px solid var(--line)}
summary{cursor:pointer;padding:.7rem 0;font-weight:600}
details>div{padding:0 0 1rem}
details>div :first-child{margin-top:0}
.dense{margin:0;padding:0;list-style:none}
.dense li{display:grid;grid-template-columns:9rem 1fr 6rem 13rem;gap:.15rem .75rem;align-items:center;border-top:1px solid var(--line);padding:.22rem 0;min-height:36px}
.dense.named li{grid-template-columns:14rem 1fr}.dense .badge,.dense .severity{justify-self:start}.dense .title{font-weight:500;text-decoration-color:var(--line)}.dense .number{text-align:right;font-variant-numeric:tabular-nums}
details.service>summary,details.calm>summary{padding:.45rem 0;min-height:36px}details.calm{border-bottom:0!important;margin-left:1.1rem}details.calm>summary{font-weight:400}details.service>.dense{margin-left:1.1rem}
.counts{font-weight:400;font-size:.87rem;color:var(--quiet);font-variant-numeric:tabular-nums;margin-left:.9rem}.calm .counts{margin-left:0}.counts>span{margin-right:.9rem;white-space:nowrap}.counts .sign{vertical-align:-.15em;margin-right:.2rem}
.sign.fail{color:var(--fail)}.sign.undecided{color:var(--undecided)}.sign.pass{color:var(--pass)}
.orders{font-size:.87rem;color:var(--quiet)}.orders>*{margin-left:.7rem}
.branch p{display:inline}
button.copy{float:right;margin:.4rem .4rem 0 .5rem;padding:.1rem .6rem;font-size:.82rem;position:relative}
form.filter{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;margin-bottom:1.1rem}
form.filter label{display:grid;gap:.2rem;font-size:.82rem;color:var(--quiet);font-weight:600}
form.filter label.grow{flex:1 1 14rem}
input,select,button,textarea{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--quiet);border-radius:8px;padding:.4rem .65rem;min-width:0;width:100%;font-weight:400}
textarea{display:block;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.87rem;line-height:1.45;resize:vertical}
button,.button{cursor:pointer;font-weight:600;width:auto}
button.primary,a.button{display:inline-block;background:var(--link);border:1px solid var(--link);color:var(--card);border-radius:8px;padding:.4rem .9rem;text-decoration:none}
.note{border-left:4px solid var(--undecided);background:var(--undecided-soft);border-radius:0 8px 8px 0;padding:.7rem 1rem;margin:0 0 1.25rem}
.pager{display:flex;gap:1.25rem;align-items:center;padding-top:1rem}
.facts{display:grid;grid-template-columns:minmax(7rem,2fr) 3fr;gap:.4rem 1.5rem;margin:0}.facts dt{color:var(--quiet)}.facts dd{margin:0}
.parts{margin:.3rem 0;padding-left:1.2rem}.action{margin:.9rem 0 1.25rem}.side{display:flex;gap:1rem;align-items:center;flex-wrap:wrap;margin:.4rem 0 .8rem}
section.page{display:none}section.page:is(:target,:has(:target)){display:block}body:has(section.page:target,section.page :target) #overview{display:none}
.reasons{margin-bottom:1.5rem;border-bottom:1px solid var(--line)}tbody+tbody{border-top:3px solid var(--line)}tbody:target{background:var(--code)}
.findings table{table-layout:fixed}.findings th.asset{width:30%}.findings th.since{width:11.5rem}.findings th.verdict{width:8rem}.findings th.commands{width:5.5rem}.findings th[scope=row]{min-width:0}
.findings time,.findings .since .quiet{display:block}
@media (max-width:60rem){.wide :is(table,tbody,tr,th,td){display:block;width:auto;min-width:0}.wide thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.wide tr{padding:.6rem 0;border-top:1px solid var(--line)}.wide :is(td,th[scope=row]){border:0;padding:.15rem 0;text-align:left;white-space:normal}
.wide td[data-label]{position:relative;padding-left:8.25rem;min-height:1.8rem}
.wide td[data-label]::before{content:attr(data-label);position:absolute;left:0;width:7.75rem;color:var(--quiet);font-size:.82rem;font-weight:600;white-space:nowrap}
.wide td:empty{display:none}}
@media (max-width:46rem){.totals{grid-template-columns:repeat(2,1fr)}.age{margin-left:0;width:100%;padding-bottom:.5rem}header.top>div{padding-top:.6rem}header.top nav a{padding:.5rem 0}.facts{grid-template-columns:1fr}.facts dd{margin-bottom:.4rem}
.wide .compact td{display:inline-block;padding-left:0;padding-right:1.25rem;min-height:0}.wide .compact td::before{position:static;padding-right:.5rem}.wide .compact td:empty{display:none}
}
@media (max-width:46rem){.dense li{grid-template-columns:1fr auto auto;padding:.4rem 0}.dense li>span:nth-child(2){grid-column:1/-1;grid-row:1}.dense .number{text-align:left}details.service>.dense,details.calm{margin-left:0}}
@media (max-width:30rem){.wide td[data-label]:not(.number){padding-left:0}.wide td[data-label]:not(.number)::before{position:static;display:block}}
@media print{button.copy{display:none}details::details-content{content-visibility:visible;block-size:auto;display:block}header.top nav,form.filter,.pager{display:none}section.page{display:block;break-before:page}section.list:not(:target){display:none}.card{border:0;padding:0}}
`;
