"""The words of the fictional town's work report, in the genre; its review numbers are slots filled from figures.

[metric] prints the value of the year under review with its unit, [metric:growth] its year-on-year in words, [metric:亿元] a
scale. {town} {last} {year} are the town's name and the two years. `#` opens a part, `##` a section.
"""

TITLE = "{town}{year}年政府工作报告"
SUBTITLE = "——{year}年1月12日在{town}第十九届人民代表大会第五次会议上"
SPEAKER = "{town}人民政府镇长 郑丽"

BODY = """
各位代表:
现在,我代表镇人民政府,向大会报告工作,请予审议,并请列席同志提出意见。
# 一、{last}年工作回顾
{last}年,在县委、县政府和镇党委的坚强领导下,我们紧紧依靠全镇干部群众,稳增长、惠民生、守底线,较好完成了镇第十九届人民代表大会第四次会议确定的目标任务。
## (一)经济运行稳中有进
综合实力稳步提升。全年完成地方财政收入[revenue.local],[revenue.local:growth];税收收入[revenue.tax],[revenue.tax:growth];固定资产投资[investment.fixed:亿元],[investment.fixed:growth];规模以上工业总产值[industry.output:亿元],[industry.output:growth];规模以上工业增加值[industry.value_added:growth];社会消费品零售总额[retail.sales:亿元],[retail.sales:growth]。在全县乡镇综合考评中位居第[rank.county:rank]位。
企业培育扎实有效。全镇工业企业[enterprise.industrial],其中规模以上工业企业[enterprise.scale]。年产值2000万元以上企业[enterprise.output_2000],年产值亿元以上企业[enterprise.output_100m]。新增规模以上工业企业[enterprise.scale.new]、限额以上商贸企业[enterprise.limit.new]、高新技术企业[enterprise.hightech.new]、专精特新企业[enterprise.specialised.new]。
项目建设加快推进。全年新签约项目[project.signed],其中亿元以上项目[project.signed_100m]。新开工项目[project.started],完工项目[project.finished],重点项目完成投资[project.invested:亿元]。农机装备园一期主体已完工,集镇雨污分流工程正在施工。
营商环境不断优化。领导班子走访企业[visit.count],收办企业诉求[demand.received],办结[demand.closed],企业诉求满意率[demand.satisfaction]。化解债务[debt.settled],化债率[debt.rate]。
## (二)乡村振兴步伐加快
农业基础更加牢固。建成高标准农田[farmland.built],新型农业经营主体达到[farm.total],其中家庭农场[farm.family]、市级以上经营主体[farm.city_level]。秸秆禁烧连续5年实现零火点。
人居环境持续改善。完成农村户厕改造[toilet.done],发放改厕补助[toilet.subsidy]。新建污水处理设施[sewage.built],硬化改造农村道路[road.km],新建停车位[parking.new]。东坪、西坪和美村庄建成并通过县级验收。
集体经济稳步壮大。村均集体经营性收入达到[village.income_avg],农村居民人均可支配收入[income.rural],城镇居民人均可支配收入[income.urban]。对[household.watched]监测户落实帮扶措施,没有发生规模性返贫。
## (三)民生福祉持续增进
就业保障更加有力。全年城镇新增就业[jobs.placed],举办技能培训[training.sessions],培训[training.persons],发放创业担保贷款[loans.startup]。城乡居民医保参保率[insurance.medical_rate]。发放各类惠民补贴[subsidy.amount]。
公共服务更加便利。新建老年助餐点[canteen.new],举办老年培训[elder.sessions],送戏送电影下乡[activity.show],开展全民阅读活动[activity.reading]。新建阅读空间[reading.new]、健身场所[fitness.new]。帮办代办便民服务事项[service.agent],[service.agent:growth];窗口办理[service.window]。
## (四)社会大局和谐稳定
信访秩序平稳向好。全年接待来访群众[petition.visits][petition.visitors],批次同比[petition.visits:growth]。信访事项登记[petition.received],办结率[petition.closed_rate]。班子成员带案下访[reception.down]、带头约访[reception.appointment]。排查矛盾纠纷[dispute.found],化解[dispute.settled]。承办12345热线工单[hotline.orders],按时答复率[hotline.in_time_rate],群众满意率[hotline.satisfaction]。
安全防线更加牢固。开展安全检查[inspection.count],[inspection.count:growth];排查隐患[hazard.found],整改[hazard.fixed],整改率[hazard.fixed_rate]。开展安全宣传活动[safety.publicity]、应急演练[drill.count]。新装河道智能监控[camera.new]、防溺水系统[drowning.new]。群众安全感满意度[satisfaction.safety]。
## (五)政府效能不断提升
坚持依法行政。自觉接受人大监督和群众监督,公开政务信息[publication.count],开展普法宣传[law.sessions]。严格落实中央八项规定精神,持续纠治“四风”。
各位代表,一年来的成绩,是全镇上下一起干出来的。在此,我代表镇人民政府,向全体代表和广大干部群众,表示衷心的感谢!
# 二、存在的困难和问题
我们也清醒地看到,工作中还有不少短板:一是工业大项目不多,亿元以上企业偏少;二是户厕改造、污水治理进度在村与村之间不平衡;三是少数重大隐患没有按期销号;四是村集体经营性收入差距较大;五是有的干部抓落实的韧劲不足。对此,我们将采取有力措施,逐项加以解决。
# 三、{year}年工作安排
{year}年政府工作的总体要求是:坚持稳中求进,突出产业、乡村、民生、平安四件大事,把每一项承诺办到群众心坎上。
主要预期目标是:地方财政收入增长8%以上,规模以上工业增加值增长6%左右,固定资产投资达到6.2亿元,农村居民人均可支配收入增长6.5%以上,新增规模以上工业企业3家,村均集体经营性收入达到50万元,化解债务600万元。
## (一)聚力产业升级,夯实发展根基
抓项目扩投资。新签约亿元以上项目4个,推动新能源部件产业园6月底前开工建设,加快农机装备园一期设备安装,确保食品冷链仓储项目9月底前投产。完善项目预审、调度、销号机制。
强企业增动能。新增高新技术企业2家,新增限额以上商贸企业2家。支持竹制品精深加工项目申报省级技改奖补,组建农机配件产业联盟,举办园区用工对接会6场。
优环境促发展。走访企业300次以上,建立企业诉求限时办结制度,企业诉求办结率保持在95%以上。盘活闲置厂房2处,编制集镇工业用地三年规划。
## (二)夯实农业根基,推进乡村振兴
守牢粮食安全底线。建成高标准农田3200亩,完成枫林灌区渠系配套工程,实施下溪农田排涝项目。推广再生稻种植,落实耕地地力保护补贴。
整治人居环境。完成农村户厕改造300户,新建污水处理设施4处,硬化通组道路8.6公里。完成竹园和美村庄建设,启动枫林村垃圾分类试点。
壮大集体经济。培育市级以上家庭农场3家,组建乡村合作公司联合社,清理规范村级合同。落实监测户“一户一策”帮扶,坚决防止规模性返贫。
## (三)增进民生福祉,办好民生实事
稳就业强保障。举办技能培训27期,城乡居民医保参保率达到97%,发放创业担保贷款50笔。做好特困人员集中供养工作,完成40户残疾人家庭无障碍改造。
优化公共服务。新建老年助餐点5处,送戏送电影下乡36场,新建阅读空间2个。完成中心小学运动场改造,建成卫生院康养楼,启动白鹤至竹园公路改建。
办好群众身边小事。安装防溺水系统18处,新建健身场所6处,新建停车位80个。
## (四)守牢安全底线,建设平安清溪
抓安全防风险。开展安全检查380次以上,重大隐患9月底前全部清零,开展应急演练10次以上。完成清溪河清淤护岸工程,修订山洪灾害防御预案。
抓信访促和谐。信访事项办结率保持在95%以上,班子成员带案下访30次以上,12345热线按时答复率达到98%以上。推行矛盾纠纷“五步化解法”,建成镇级综治中心实战平台。
抓生态护家园。常态化开展巡河110次以上,秸秆禁烧保持零火点。完成集镇雨污分流工程,整治散乱污企业3家。
## (五)加强自身建设,提升政府效能
坚持学用结合,组织干部轮训4期。严格执行“三重一大”决策制度,自觉接受人大监督,办好代表建议。公开政务信息700条以上,帮办代办便民服务事项2000件以上。健全村级小微权力清单,严肃查处群众身边的不正之风。
各位代表!蓝图已经绘就,奋斗正当其时。让我们在县委、县政府和镇党委的领导下,一件一件抓落实,一年一年见成效,为建设富裕和美的{town}而努力奋斗!
"""
