"""Renders chat templates with Hugging Face transformers, for the tests of the template `auto`.

    python tools/write_chat_goldens.py SMOLLM2_TEMPLATE_FILE plugins/tasks/src/test/resources/jinja/goldens.json

The first template is SmolLM2's; the others are written here, with the features that published ones use.
"""

import json
import sys

import transformers
from transformers.utils.chat_template_utils import _compile_jinja_template

HEADER = """{{- bos_token }}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content'] | trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{%- if system_message %}
    {{- "<|role|>system<|/role|>\\n\\n" + system_message + "<|end|>" }}
{%- endif %}
{%- for message in messages %}
    {%- if message.role not in ['user', 'assistant'] %}
        {{- raise_exception('no such role: ' + message.role) }}
    {%- endif %}
    {{- '<|role|>' + message['role'] + '<|/role|>\\n\\n' + message['content'] | trim + '<|end|>' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|role|>assistant<|/role|>\\n\\n' }}
{%- endif %}
"""

INST = """{%- set ns = namespace(turns=0, last=0) %}
{%- for m in messages %}{% if m['role'] == 'user' %}{% set ns.last = loop.index0 %}{% endif %}{% endfor %}
{%- if messages[0]['role'] == 'system' %}{% set system = messages[0]['content'] %}{% set loop_messages = messages[1:] %}{% set ns.last = ns.last - 1 %}{% else %}{% set loop_messages = messages %}{% endif %}
{{- bos_token }}
{%- for m in loop_messages %}
    {%- if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}
        {{- raise_exception('roles must take turns') }}
    {%- endif %}
    {%- if m['role'] == 'user' %}
        {%- if loop.index0 == ns.last and system is defined %}
            {{- '[INST] ' + system + '\\n\\n' + m['content'] + '[/INST]' }}
        {%- else %}
            {{- '[INST] ' + m['content'] + '[/INST]' }}
        {%- endif %}
    {%- else %}
        {{- ' ' + m['content'] + eos_token }}
    {%- endif %}
{%- endfor %}
"""

THINK = """{%- if tools %}
    {{- 'tools: ' + (tools | tojson) }}
{%- endif %}
{%- for message in messages %}
    {%- if message.content is string and message.role == "assistant" %}
        {%- if message.content.startswith('<think>') and not loop.last %}
            {{- '<|start|>assistant\\n' }}{% generation %}{{ message.content }}<|stop|>{% endgeneration %}{{ '\\n' }}
        {%- else %}
            {{- '<|start|>assistant\\n' }}{% generation %}{{ message.content }}<|stop|>{% endgeneration %}{{ '\\n' }}
        {%- endif %}
    {%- else %}
        {{- '<|start|>' ~ message.role ~ '\\n' ~ message.content ~ '<|stop|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}
"""

# What Qwen3's template uses: steps in slices, methods of texts with arguments and in chains, tests of texts within
# texts, a namespace that looks ahead. Thoughts of answers before the last question are left out.
THOUGHTS = """{%- if messages[0].role == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
{%- endif %}
{%- set ns = namespace(searching=true, asked=messages|length - 1) %}
{%- for m in messages[::-1] %}
    {%- set at = (messages|length - 1) - loop.index0 %}
    {%- if ns.searching and m.role == "user" and m.content is string and not(m.content.startswith('<tool_response>') and m.content.endswith('</tool_response>')) %}
        {%- set ns.searching = false %}
        {%- set ns.asked = at %}
    {%- endif %}
{%- endfor %}
{%- for m in messages %}
    {%- if m.content is string %}{% set said = m.content %}{% else %}{% set said = '' %}{% endif %}
    {%- if (m.role == "user") or (m.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + m.role + '\\n' + said + '<|im_end|>' + '\\n' }}
    {%- elif m.role == "assistant" %}
        {%- set thought = '' %}
        {%- if m.thought is defined and m.thought is string %}
            {%- set thought = m.thought %}
        {%- elif '</think>' in said %}
            {%- set thought = said.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
            {%- set said = said.split('</think>')[-1].lstrip('\\n') %}
        {%- endif %}
        {%- if loop.index0 > ns.asked and (loop.last or (not loop.last and thought)) %}
            {{- '<|im_start|>' + m.role + '\\n<think>\\n' + thought.strip('\\n') + '\\n</think>\\n\\n' + said.lstrip('\\n') }}
        {%- else %}
            {{- '<|im_start|>' + m.role + '\\n' + said }}
        {%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}
"""

# Expressions over the first message's text and over all messages, each as Python's Jinja renders it.
EXPRESSIONS = [
    "messages[::-1] | map(attribute='role') | join(',')",
    "messages[1::2] | map(attribute='role') | join(',')",
    "messages[:1:-1] | length",
    "messages[-2:0:-1] | length",
    "messages[-9:9:2] | length",
    "(messages[::-1])[0].role",
    "messages[::-1][0].role",
    "messages[1:] | length",
    "text[::-1]",
    "text[2:8:3]",
    "'[::-1] ' + text[-1:0:-2]",
    "text.strip()",
    "text.strip(' \\n-') + '|'",
    "text.lstrip() + '|'",
    "'|' + text.rstrip()",
    "text.split()|join('|')",
    "text.split('-')|join('|')",
    "text.split('-', 1)|join('|')",
    "text.split('.')|length",
    "text.split('-')[-1].split()[0]",
    "text.split(none, 1)|join('|')",
    "text.upper() ~ text.lower()",
    "text.strip().capitalize()",
    "'yes' if text.startswith(' ') and not text.endswith('x') else 'no'",
    "'yes' if text.startswith(('a', ' ')) else 'no'",
    "text.replace('-', '+')",
    "', '.join(text.split())",
    "text.find('-')",
    "text.removeprefix(' ').removesuffix('x') + '|'",
    "'yes' if '-' in text else 'no'",
    "'yes' if 'Q' not in text else 'no'",
    "text.replace('-', '+', 1)",
    "text.replace('', '.', 2)",
    "'yes' if not 'Q' in text else 'no'",
    "'yes' if '-' in text and not text.strip() in ['Q', 'x'] else 'no'",
    "'yes' if not 'user' in messages | map(attribute='role') | list else 'no'",
    "'yes' if not messages[1].role in ('user', 'assistant') else 'no'",
    "'not a in b'",
]
TEXT = " One -two- Thr\u00e9e-\u2603 \n"

RENAMED = """{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}{% for message in messages %}{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<turn>' + role + '
' + message['content'] | trim + '<end>
' }}{% endfor %}{% if add_generation_prompt %}{{'<turn>model
'}}{% endif %}"""


def said(*turns):
    roles = {"s": "system", "u": "user", "a": "assistant"}
    return [{"role": roles[role], "content": content} for role, content in turns]


CONVERSATIONS = [
    said(("u", "Where do owls sleep?"), ("a", "In trees.")),
    said(("s", " Be brief. "), ("u", "One?"), ("a", "Two."), ("u", "Three?"), ("a", "Four.")),
    said(("u", " spaced \n"), ("a", "\n also spaced "), ("u", "Is {{ 1 + 1 }} <b>2</b> & \"so\"?"), ("a", "{% if x %}Yes{% endif %}")),
    said(("u", "Same"), ("a", "Same"), ("u", "Same"), ("a", "Same")),
    said(("u", "Draw \u2603 at 5 \u20ac."), ("a", "")),
    said(("a", "Hello."), ("u", "Hi.")),
]


THINKING = [
    said(("u", "One?"), ("a", "<think>\n1\n</think>\n\nTwo."), ("u", "Three?"), ("a", "<think>\nhm\n</think>\n\nFour.")),
    said(("s", "Think."), ("u", "One?"), ("a", "\nTwo."), ("a", "<think>3</think>Three."), ("a", "Four.")),
    said(("u", "One?"), ("a", "Two."), ("u", "<tool_response>x</tool_response>"), ("a", "Three.")),
]


def expression(source):
    messages = CONVERSATIONS[1]
    template = "{{ " + source + " }}"
    rendered = _compile_jinja_template(template).render(messages=messages, text=TEXT, none=None)
    return {"expression": source, "rendered": rendered}


def row(template, tokens, messages):
    compiled = _compile_jinja_template(template)
    out = {"messages": messages}
    try:
        out["whole"] = compiled.render(messages=messages, add_generation_prompt=False, **tokens)
        out["open"] = compiled.render(messages=messages, add_generation_prompt=True, **tokens)
    except Exception as e:
        out = {"messages": messages, "error": str(e)}
    return out


def main():
    templates = [
        ("smollm2", open(sys.argv[1]).read(), {"bos_token": "<|im_start|>", "eos_token": "<|im_end|>"}),
        ("header", HEADER, {"bos_token": "<|begin|>", "eos_token": "<|end|>"}),
        ("inst", INST, {"bos_token": "<s>", "eos_token": "</s>"}),
        ("think", THINK, {"eos_token": "<|stop|>"}),
        ("thoughts", THOUGHTS, {"eos_token": "<|im_end|>"}),
        ("renamed", RENAMED, {"bos_token": "<bos>", "eos_token": "<end>"}),
    ]
    cases = [
        {
            "name": name,
            "template": template,
            "tokens": tokens,
            "rows": [row(template, tokens, messages) for messages in CONVERSATIONS],
        }
        for name, template, tokens in templates
    ]
    with open(sys.argv[2], "w") as file:
        json.dump(
            {
                "transformers": transformers.__version__,
                "cases": cases,
                "thinking": {
                    "template": THOUGHTS,
                    "tokens": {},
                    "rows": [row(THOUGHTS, {}, messages) for messages in THINKING],
                },
                "expressions": {
                    "messages": CONVERSATIONS[1],
                    "text": TEXT,
                    "rows": [expression(source) for source in EXPRESSIONS],
                },
            },
            file,
            indent=1,
        )
        file.write("\n")


if __name__ == "__main__":
    main()
