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
        json.dump({"transformers": transformers.__version__, "cases": cases}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
