import torch, json, os, shutil, sys
from transformers import *
from safetensors.torch import save_file
torch.manual_seed(3); torch.set_num_threads(1)
R=sys.argv[1]; shutil.rmtree(R,ignore_errors=True); os.makedirs(R)
def tok(d, template=True):
    from tokenizers import Tokenizer, models, pre_tokenizers, decoders, trainers, processors
    t=Tokenizer(models.BPE()); t.pre_tokenizer=pre_tokenizers.ByteLevel(add_prefix_space=False); t.decoder=decoders.ByteLevel()
    tr=trainers.BpeTrainer(vocab_size=290,special_tokens=['<|endoftext|>','<|im_start|>','<|im_end|>'],initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    t.train_from_iterator(['the red shirt and the blue bag','draw a red sneaker left of a blue bag']*3,tr)
    f=PreTrainedTokenizerFast(tokenizer_object=t,bos_token='<|im_start|>',eos_token='<|im_end|>',pad_token='<|im_end|>')
    if template: f.chat_template="{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
    f.save_pretrained(d); return f
def lm(name, m, **kw):
    m=m.eval().float()
    for p in m.parameters():
        if p.ndim>1: p.data.normal_(0,0.08)
        elif p.numel(): p.data.add_(torch.randn_like(p)*0.05)
    m.tie_weights()
    d=f'{R}/{name}'; m.save_pretrained(d,**kw)
    ids=(torch.arange(8 if m.config.vocab_size>64 else 24)*7919%m.config.vocab_size)[None]
    with torch.no_grad(): lg=m(ids).logits
    save_file({'input_ids':ids,'expected_logits':lg.contiguous()},f'{d}/expected.safetensors')
    return m
base=dict(hidden_size=16,intermediate_size=32,num_hidden_layers=2,num_attention_heads=2,num_key_value_heads=1,vocab_size=64,max_position_embeddings=128)
m=lm('llama-sharded',LlamaForCausalLM(LlamaConfig(**{**base,'vocab_size':300},rope_theta=500000.0,rope_scaling=dict(rope_type='llama3',factor=8.0,low_freq_factor=1.0,high_freq_factor=4.0,original_max_position_embeddings=32),bos_token_id=1,eos_token_id=2)),max_shard_size='20KB')
t=tok(f'{R}/llama-sharded')
GenerationConfig(bos_token_id=1,eos_token_id=[2,0]).save_pretrained(f'{R}/llama-sharded')
msgs=[{'role':'user','content':'draw a red bag'}]
ids=t.apply_chat_template(msgs,add_generation_prompt=True,return_tensors='pt')
out=m.generate(ids,max_new_tokens=12,do_sample=False,eos_token_id=[2,0],pad_token_id=2)
new=out[0,ids.shape[1]:].tolist()
json.dump({'prompt':msgs[0]['content'],'prompt_ids':ids[0].tolist(),'new_ids':new,'text':t.decode(new,skip_special_tokens=True)},open(f'{R}/llama-sharded/expected.json','w'))
lm('qwen2-bin',Qwen2ForCausalLM(Qwen2Config(**base,tie_word_embeddings=True)),safe_serialization=False)
lm('mistral-bf16',MistralForCausalLM(MistralConfig(**base,sliding_window=8)))
lm('qwen3-bin-sharded',Qwen3ForCausalLM(Qwen3Config(**base,head_dim=8)),safe_serialization=False,max_shard_size='10KB')
# mistral legacy + bf16 copy
d=f'{R}/mistral-bf16'; mm=MistralForCausalLM.from_pretrained(d,torch_dtype=torch.bfloat16); os.remove(d+'/model.safetensors')
e=torch.arange(24)*7919%64
mf=mm.float();
with torch.no_grad(): lg=mf(e[None]).logits
save_file({'input_ids':e[None],'expected_logits':lg.contiguous()},f'{d}/expected.safetensors')
sd={k:v.to(torch.bfloat16) for k,v in mf.state_dict().items()}
sd['model.layers.0.mlp.down_proj.weight']=sd['model.layers.0.mlp.down_proj.weight'].t().contiguous().t()
torch.save(sd,d+'/pytorch_model.bin',_use_new_zipfile_serialization=False)
def vis(name,m,run,**kw):
    m=m.eval().float(); d=f'{R}/{name}'
    for p in m.parameters():
        if p.ndim>1: p.data.normal_(0,0.08)
    m.save_pretrained(d,**kw)
    px=torch.sin(torch.arange(1*3*14*14).float()*0.37).reshape(1,3,14,14)
    with torch.no_grad(): f=run(m,px)
    save_file({'pixel_values':px,'expected_features':f.contiguous()},f'{d}/expected.safetensors')
v=dict(hidden_size=8,intermediate_size=16,num_hidden_layers=2,num_attention_heads=2,image_size=14,patch_size=7)
tx=dict(hidden_size=8,intermediate_size=16,num_hidden_layers=1,num_attention_heads=2,vocab_size=10,max_position_embeddings=16)
vis('siglip-vision',SiglipVisionModel(SiglipVisionConfig(**v)),lambda m,p:m(p,output_hidden_states=True).hidden_states[-1])
SiglipImageProcessor(size={'height':14,'width':14}).save_pretrained(f'{R}/siglip-vision')
vis('siglip-full',SiglipModel(SiglipConfig(text_config=tx,vision_config=v)),lambda m,p:m.vision_model(p,output_hidden_states=True).hidden_states[-1])
vis('clip-full',CLIPModel(CLIPConfig(text_config={**tx,'eos_token_id':2},vision_config=v,projection_dim=8)),lambda m,p:m.vision_model(p,output_hidden_states=True).hidden_states[-2][:,1:],safe_serialization=False,max_shard_size='20KB')
CLIPImageProcessor(size={'shortest_edge':14},crop_size={'height':14,'width':14}).save_pretrained(f'{R}/clip-full')
vis('dinov2',Dinov2Model(Dinov2Config(hidden_size=8,mlp_ratio=2,num_hidden_layers=2,num_attention_heads=2,image_size=14,patch_size=7)),lambda m,p:m(p).last_hidden_state[:,1:])
# the reference's own outputs, over the models above
sd={'model.mm_projector.0.weight':torch.randn(16,8),'model.mm_projector.0.bias':torch.randn(16),'model.mm_projector.2.weight':torch.randn(16,16),'model.mm_projector.2.bias':torch.randn(16)}
os.makedirs(f'{R}/reference'); torch.save(sd,f'{R}/reference/mm_projector.bin')
import collections
class Evil:
    def __reduce__(self): return (os.system,('echo owned > owned.txt',))
torch.save(collections.OrderedDict(a=torch.zeros(2),b=Evil()),f'{R}/reference/evil.bin')
# SigLIP 2 for pictures of any size: patches as rows, channels last
def patches(p): return p.reshape(1,3,2,7,2,7).permute(0,2,4,3,5,1).reshape(1,4,147)
vis('siglip2-vision',Siglip2VisionModel(Siglip2VisionConfig(hidden_size=8,intermediate_size=16,num_hidden_layers=2,num_attention_heads=2,patch_size=7,num_patches=4)),lambda m,p:m(patches(p),pixel_attention_mask=torch.ones(1,4,dtype=torch.int32),spatial_shapes=torch.tensor([[2,2]]),output_hidden_states=True).hidden_states[-1])
# a multimodal model that has both sides
d=f'{R}/llava'; m=LlavaForConditionalGeneration(LlavaConfig(vision_config=SiglipVisionConfig(**v),text_config=LlamaConfig(**base,bos_token_id=1,eos_token_id=2),image_token_index=63)).eval()
for p in m.parameters():
    if p.ndim>1: p.data.normal_(0,0.08)
m.save_pretrained(d)
px=torch.sin(torch.arange(588).float()*0.37).reshape(1,3,14,14); ids=(torch.arange(8)*7919%60)[None]
with torch.no_grad(): f=m.vision_tower(px,output_hidden_states=True).hidden_states[-1]; lg=m.language_model(ids).logits
save_file({'pixel_values':px,'expected_features':f.contiguous(),'input_ids':ids,'expected_logits':lg.contiguous()},d+'/expected.safetensors')
# what the reference leaves of a run with LoRA: PEFT's files, and whole parameters beside them
from peft import LoraConfig, get_peft_model
m=LlamaForCausalLM.from_pretrained(f'{R}/llama-sharded'); m.resize_token_embeddings(302)
m=get_peft_model(m,LoraConfig(r=2,lora_alpha=4,target_modules=['q_proj','down_proj'])).eval()
for n,p in m.named_parameters():
    if 'lora_' in n: p.data.normal_(0,0.2)
table=m.base_model.model.model.embed_tokens.weight; table.data.normal_(0,0.08)
d=f'{R}/reference-lora'; m.save_pretrained(d)
torch.save({'base_model.model.model.embed_tokens.weight':table.data.clone(),**{f'base_model.model.{k}':t for k,t in sd.items()}},d+'/non_lora_trainables.bin')
with torch.no_grad(): lg=m(ids).logits
save_file({'input_ids':ids,'expected_logits':lg.contiguous()},d+'/expected.safetensors')
# stage one of the reference where the tokens around images are trained, too
torch.save({'model.embed_tokens.weight':torch.randn(302,16).bfloat16(),**{k:t.bfloat16()+1 for k,t in sd.items()}},f'{R}/reference/mm_projector_tokens.bin')
