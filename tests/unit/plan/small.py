"""Small invented plans for tests that compare or store packages."""

from lantu.engines.plan.compile import compile_document
from lantu.engines.plan.package import Package
from lantu.engines.plan.readers import read

PLAN = """# 云溪县国民经济和社会发展第十四个五年规划纲要（草案）

## 第一章 发展目标

### 第一节 主要指标

到2025年，全县森林覆盖率达到45%以上，力争培育6家上市企业。万元产值能耗降低14%。

表1：“十四五”主要指标

| 序号 | 指标 | 2020年 | 2025年目标 | 属性 |
|---|---|---|---|---|
| 1 | 地区生产总值（亿元） | 210 | 300 | 预期性 |
| 2 | 城镇调查失业率（%） | 5.2 | 5.5 | 预期性 |
| 3 | 森林覆盖率（%） | 43.1 | 45 | 约束性 |

## 第二章 重点任务

### 第一节 治理

建立健全河湖长制，完善城乡居民医疗保险制度，建立县级领导联系企业制度。

专栏1 重点项目

- 新建项目：云溪县第二人民医院、青石河大桥、城北污水处理厂。
"""


def compiled(source: str = PLAN, name: str = "云溪县规划.md") -> Package:
    """The package of a Markdown plan."""
    return compile_document(read(name, source.encode()))
