# Makes scheduler-classes.json: what diffusers' scheduler classes write of themselves into scheduler_config.json.
# Run: python test/golden/scheduler-classes.py > test/golden/scheduler-classes.json (torch, diffusers)
import inspect, json, math, warnings
import diffusers
warnings.filterwarnings('ignore')

def plain(value):
    if isinstance(value, float) and math.isinf(value): return None
    return list(value) if isinstance(value, tuple) else value

classes = {}
for name in sorted(name for name in dir(diffusers) if name.endswith('Scheduler')):
    parameters = inspect.signature(getattr(diffusers, name).__init__).parameters
    values = {key: plain(one.default) for key, one in parameters.items()
              if key != 'self' and one.kind is one.POSITIONAL_OR_KEYWORD and one.default is not one.empty}
    try: json.dumps(values)
    except TypeError: continue
    classes[name] = values
print('{"diffusers": "%s", "classes": {\n%s\n}}' % (diffusers.__version__, ',\n'.join(
    f'{json.dumps(name)}: {json.dumps(values)}' for name, values in classes.items())))
